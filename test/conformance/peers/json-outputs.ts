import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Expectation, type Fact, inputOf, type Peer } from '../expectation.ts'

type Json = { [name: string]: Json } & { value?: string; name?: string; href?: string }

/** mmcdole/gofeed: beside each feed lies what its parser makes of it. */
export const gofeed: Peer = {
  name: 'gofeed',
  read(folder) {
    const files = globSync('testdata/{parser,translator}/*/*.{xml,json}', { cwd: folder }).toSorted()
    const values = files.flatMap((file) => {
      const output = file
        .replace(/\.xml$/, '.json')
        .replace(/(?<!_expected)\.json$/, file.endsWith('.json') ? '_expected.json' : '.json')
      return files.includes(output) && output !== file ? valuesOf(folder, file, output) : []
    })
    return { values, dates: [] }
  },
}

/** rbren/rss-parser: the same, in two folders. */
export const rssParser: Peer = {
  name: 'rss-parser',
  read(folder) {
    const inputs = globSync('test/input/*', { cwd: folder }).toSorted()
    const outputs = new Set(globSync('test/output/*.json', { cwd: folder }))
    const values = inputs.flatMap((file) => {
      const output = file.replace('input', 'output').replace(/\.\w+$/, '.json')
      return outputs.has(output) ? valuesOf(folder, file, output) : []
    })
    return { values, dates: [] }
  },
}

/** By the names that these two give them, the first that an entry has. */
const NAMES: [fact: Fact, names: string[]][] = [
  ['title', ['title']],
  ['text', ['summary', 'description', 'content', 'content:encoded']],
  ['author', ['creator', 'authors', 'author']],
  ['link', ['link', 'links']],
  [
    'date',
    ['pubDate', 'isoDate', 'publishedParsed', 'pubDateParsed', 'updatedParsed', 'issuedParsed', 'modifiedParsed'],
  ],
]

function valuesOf(folder: string, file: string, output: string): Expectation[] {
  const input = inputOf(readFileSync(join(folder, file)))
  const json = JSON.parse(readFileSync(join(folder, output), 'utf8')) as Json
  const feed = json.feed ?? json
  const entries = (feed.entries ?? feed.items ?? []) as unknown as Json[]
  const values = entries.flatMap((found, entry) =>
    NAMES.flatMap(([fact, names]): Expectation[] => {
      const value = names.map((name) => textOf(found[name])).find((text) => text !== '')
      return value === undefined ? [] : [{ name: `${file} ${fact}`, input, entry, fact, value }]
    }),
  )
  const count: Expectation = { name: file, input, entry: 0, fact: 'entries', value: String(entries.length) }
  return entries.length > 0 ? [count, ...values] : []
}

/** Of the first where there are several; '' where there is none. */
function textOf(json: unknown): string {
  if (typeof json === 'string') return json
  if (Array.isArray(json)) return textOf(json[0])
  const { value, name, href } = (json ?? {}) as Json
  return value ?? name ?? href ?? ''
}
