import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DateExpectation, type Expectation, type Fact, inputOf, type Peer } from '../expectation.ts'

const FACTS: Record<string, Fact> = { Title: 'title', Content: 'text', Author: 'author', URL: 'link', Date: 'date' }

/** miniflux/v2: tests in Go hold the feed and the values. */
export const miniflux: Peer = {
  name: 'miniflux',
  read(folder) {
    const files = ['rss/parser', 'rdf/parser', 'atom/atom_03', 'atom/atom_10', 'json/parser'].map(
      (name) => `internal/reader/${name}_test.go`,
    )
    return { values: files.flatMap((file) => valuesOf(folder, file)), dates: datesOf(folder) }
  },
}

const LITERAL = String.raw`("(?:[^"\\]|\\.)*"|\x60[^\x60]*\x60|\w+)`
const CHECK = new RegExp(
  [
    String.raw`if len\(feed\.Entries\) != (\d+)`,
    String.raw`if (?:!strings\.HasPrefix\()?feed\.Entries\[(\d+)\]\.(\w+)(?: != |, )${LITERAL}`,
    String.raw`feed\.Entries\[(\d+)\]\.Date\.Equal\(((?:time\.Date\(\d+, time\.\w+, \d+)|\w+)`,
  ].join('|'),
  'g',
)

function valuesOf(folder: string, file: string): Expectation[] {
  const source = readFileSync(join(folder, file), 'utf8')
  return source.split(/^func /m).flatMap((test) => {
    const [, name = '', body = ''] = /^(Test\w+)[\s\S]*?data := `([^`]*)`/.exec(test) ?? []
    // An aside: some tests read in a loop, or read what is no feed.
    if (body === '' || /for _, |err == nil/.test(test)) return []
    const input = inputOf(body.trim(), '', /Parse\("([^"]+)"/.exec(test)?.[1]?.trim())
    return [...test.matchAll(CHECK)].flatMap(([, count, at, field = '', literal = '', dated, moment = '']) => {
      const fact = count !== undefined ? 'entries' : dated !== undefined ? 'date' : FACTS[field]
      const value = count ?? (dated === undefined ? unquote(literal, test) : dayOf(moment, test))
      if (fact === undefined || value === null || value === '') return []
      return [{ name: `${file.split('/')[2]} ${name} ${field}`, input, entry: Number(at ?? dated ?? 0), fact, value }]
    })
  })
}

/** The literal, or what the variable of that name was set to. */
function unquote(literal: string, test: string): string | null {
  if (literal.startsWith('`')) return literal.slice(1, -1)
  if (literal.startsWith('"'))
    return literal.slice(1, -1).replaceAll(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign))
  const value = new RegExp(String.raw`\b${literal} :?= ("(?:[^"\\]|\\.)*"|\x60[^\x60]*\x60)`).exec(test)?.[1]
  return value === undefined ? null : unquote(value, test)
}

function dayOf(moment: string, test: string): string | null {
  const call = moment.startsWith('time') ? moment : new RegExp(String.raw`\b${moment} :?= (.*)`).exec(test)?.[1]
  const [, year, month, day] = /time\.Date\((\d+), time\.(\w+), (\d+)/.exec(call ?? '') ?? []
  return day === undefined ? null : `${day} ${month} ${year}`
}

function datesOf(folder: string): DateExpectation[] {
  const file = 'internal/reader/date/parser_test.go'
  const source = readFileSync(join(folder, file), 'utf8')
  const weird = /dates := \[\]string\{([^}]*)\}/.exec(source)?.[1] ?? ''
  return [...weird.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => ({
    name: file,
    text: text.replace('\\n', '\n'),
    value: '',
  }))
}
