import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DateExpectation, type Expectation, type Fact, inputOf, type Peer } from '../expectation.ts'

const FACTS: Record<string, Fact> = {
  title: 'title',
  description: 'text',
  content_encoded: 'text',
  author: 'author',
  link: 'link',
  pubDate: 'date',
}

/** newsboat/newsboat: tests in C++ name a file and then the values in it. */
export const newsboat: Peer = {
  name: 'newsboat',
  read: (folder) => ({ values: valuesOf(folder), dates: datesOf(folder) }),
}

const STATEMENT =
  /parse_file\("([^"]+)"|f\.items\.size\(\) == (\d+)|f\.items\[(\d+)\]\.(\w+) ==\s*((?:"(?:[^"\\]|\\.)*"\s*)+)/g

function valuesOf(folder: string): Expectation[] {
  const source = readFileSync(join(folder, 'test/rsspp_parser.cpp'), 'utf8')
  const values: Expectation[] = []
  for (const test of source.split('TEST_CASE(').slice(1)) {
    // A test may state the same of several files, before or after it names them.
    const files = [...test.matchAll(/parse_file\("([^"]+\.(?:xml|atom))"/g)].map(([, file = '']) => file)
    for (const file of files.filter((name) => !/empty|non-existent/.test(name)))
      for (const [, , count, entry = '0', field = '', literals = ''] of test.matchAll(STATEMENT)) {
        const fact = count === undefined ? FACTS[field] : 'entries'
        const value = count ?? unquote(literals)
        if (fact === undefined || value === '') continue
        const input = inputOf(readFileSync(join(folder, 'test', file)))
        values.push({ name: `${file} ${field}`, input, entry: Number(entry), fact, value })
      }
  }
  return values
}

const unquote = (literals: string): string =>
  [...literals.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replaceAll('\\n', '\n').replaceAll(/\\(.)/g, '$1'))
    .join('')

function datesOf(folder: string): DateExpectation[] {
  const file = 'test/rsspp_rssparser.cpp'
  const source = readFileSync(join(folder, file), 'utf8')
  return [...source.matchAll(/w3cdtf_to_rfc822\(\s*"([^"]*)"\) ==\s*"([^"]*)"/g)].map(([, text = '', value = '']) => ({
    name: file,
    text,
    value: value || null,
  }))
}
