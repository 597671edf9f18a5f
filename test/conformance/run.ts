// Paperboy's reader of feeds against the test data of its peers, which stays in their checkouts:
// npm run conformance -- feedparser=<dir> gofeed=<dir> rss-parser=<dir> newsboat=<dir> miniflux=<dir>
import { compare, compareDate, type Outcome } from './compare.ts'
import { differences } from './differences.ts'
import type { Expectation } from './expectation.ts'
import { feedparser } from './peers/feedparser.ts'
import { gofeed, rssParser } from './peers/json-outputs.ts'
import { miniflux } from './peers/miniflux.ts'
import { newsboat } from './peers/newsboat.ts'

const peers = [feedparser, gofeed, rssParser, newsboat, miniflux]
const folders = new Map(process.argv.slice(2).map((argument) => argument.split('=', 2) as [string, string]))
const print = (line: string): unknown => process.stdout.write(`${line}\n`)
const quote = (text: string): string => JSON.stringify(text.slice(0, 150))
const verbose = folders.has('all')

let unexplained = 0

function report(title: string, outcomes: Outcome[]): void {
  print(`${title}: ${outcomes.filter(({ matches }) => matches).length} of ${outcomes.length} match`)
  const classes = new Map<string, Outcome[]>()
  for (const one of outcomes.filter(({ matches }) => !matches)) {
    const { kind, reason } = differences.find(({ names }) => names.test(one.name)) ?? {
      kind: 'wrong',
      reason: 'not explained',
    }
    if (kind === 'wrong') unexplained += 1
    const key = `${kind}: ${reason}`
    classes.set(key, [...(classes.get(key) ?? []), one])
  }
  for (const [key, all] of classes) {
    print(`  ${all.length} ${key}`)
    for (const { name, expected, ours } of key.startsWith('wrong') || verbose ? all : [])
      print(`    ${name}: expected ${quote(expected)}, got ${quote(ours)}`)
  }
}

/** A case of miniflux passes when each value in it matches. */
function reportCases(values: Expectation[], outcomes: Outcome[]): void {
  const caseOf = (name: string): string => name.split(' ').slice(0, 2).join(' ')
  const failed = new Set(outcomes.filter(({ matches }) => !matches).map(({ name }) => caseOf(name)))
  const all = new Set(values.map(({ name }) => caseOf(name)))
  print(`miniflux: cases: ${all.size - failed.size} of ${all.size} match`)
}

for (const peer of peers) {
  const folder = folders.get(peer.name)
  if (folder === undefined) continue
  const { values, dates } = peer.read(folder)
  const found: Outcome[] = []
  for (const value of values) found.push(await compare(value))
  report(`${peer.name}: entries`, found)
  if (dates.length > 0) report(`${peer.name}: dates`, dates.map(compareDate))
  if (peer.name === 'miniflux') reportCases(values, found)
}
process.exitCode = unexplained > 0 ? 1 : 0
