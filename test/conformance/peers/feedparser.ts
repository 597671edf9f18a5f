import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DateExpectation, type Expectation, type Fact, inputOf, type Peer } from '../expectation.ts'

/** kurtmckee/feedparser: each file begins with a comment that holds a condition in Python. */
export const feedparser: Peer = {
  name: 'feedparser',
  read(folder) {
    const files = globSync('tests/{wellformed,illformed,encoding,entities}/**/*.xml', { cwd: folder }).toSorted()
    return { values: files.flatMap((file) => valuesOf(folder, file)), dates: datesOf(folder) }
  },
}

const PATH = String.raw`((?:\[u?['"]\w+['"]\]|\.\w+|\[\d+\])+)`
const LITERAL = String.raw`(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*"|\((?:\d+, ?)*\d+\))`
const ENTRY = new RegExp(String.raw`entries\[(\d+)\]${PATH} == ${LITERAL}`, 'g')

const FACTS: Record<string, Fact> = {
  title: 'title',
  'title_detail.value': 'title',
  description: 'text',
  summary: 'text',
  'summary_detail.value': 'text',
  'content.0.value': 'text',
  author: 'author',
  'author_detail.name': 'author',
  'authors.0.name': 'author',
  link: 'link',
  'links.0.href': 'link',
  published_parsed: 'date',
  updated_parsed: 'date',
  created_parsed: 'date',
}

function valuesOf(folder: string, file: string): Expectation[] {
  const body = readFileSync(join(folder, file))
  const text = decode(body)
  const contentType = /^Header:\s+Content-type:\s*(.*)$/im.exec(text)?.[1] ?? ''
  const condition = /Expect:\s*(.*?)\s*-->/s.exec(text)?.[1] ?? ''
  const input = inputOf(body, contentType, 'http://127.0.0.1:8097/tests/feed.xml')
  const count = /len\(entries\) == (\d+)/.exec(condition)?.[1]
  const counted: Expectation[] =
    count === undefined ? [] : [{ name: file, input, entry: 0, fact: 'entries', value: count }]
  const stated = [...condition.matchAll(ENTRY)].flatMap(([, entry, path = '', literal = '']): Expectation[] => {
    const fact =
      FACTS[
        [...path.matchAll(/\w+/g)]
          .map(([part]) => part)
          .filter((part) => part !== 'u')
          .join('.')
      ]
    if (fact === undefined || (fact === 'date') !== literal.startsWith('(')) return []
    const value = fact === 'date' ? dateOf(literal) : unquote(literal)
    return [{ name: `${file} ${path}`, input, entry: Number(entry), fact, value }]
  })
  return [...counted, ...stated]
}

/** The comment is ASCII; encodings of two and four bytes put zeros between. */
const decode = (body: Buffer): string => body.toString(body.includes(0) ? 'latin1' : 'utf8').replaceAll('\0', '')

/** Of `(2004, 1, 1, 19, 48, 21, 3, 1, 0)` the day in UTC. */
const dateOf = (tuple: string): string =>
  [...tuple.matchAll(/\d+/g)]
    .slice(0, 3)
    .map(([part]) => part.padStart(2, '0'))
    .join('-')

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' }
const unquote = (literal: string): string =>
  literal
    .replace(/^u?['"]|['"]$/g, '')
    .replace(/\\(?:u([\da-f]{4})|x([\da-f]{2})|(.))/gi, (_, unicode?: string, hex?: string, sign = '') =>
      unicode || hex ? String.fromCharCode(Number.parseInt(unicode ?? hex ?? '', 16)) : (ESCAPES[sign] ?? sign),
    )

function datesOf(folder: string): DateExpectation[] {
  const file = 'tests/test_date_parsers.py'
  const text = readFileSync(join(folder, file), 'utf8')
  const cases = text.matchAll(/\(\s*_parse_date_(\w+),\s*("(?:[^"\\]|\\.)*"),\s*(None|\([\d, ]+\)),?\s*\)/g)
  return [...cases].map(([, kind, literal = '', value = '']) => ({
    name: `${file} ${kind}`,
    text: unquote(literal),
    value: value === 'None' ? null : dateOf(value),
  }))
}
