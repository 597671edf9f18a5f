import { load } from 'cheerio'
import { sourceIdOf } from '../../src/core/identifiers/paper-id.ts'
import { parseDate } from '../../src/sources/date.ts'
import type { DateExpectation, Expectation } from './expectation.ts'
import { readFeed } from './ours.ts'

export type Outcome = { name: string; matches: boolean; expected: string; ours: string }

type Entries = Awaited<ReturnType<typeof readFeed>>
/** The values of one feed follow each other. */
let last: { input: Expectation['input'] | null; entries: Entries } = { input: null, entries: null }

export async function compare({ name, input, entry, fact, value }: Expectation): Promise<Outcome> {
  if (input !== last.input) last = { input, entries: await readFeed(input) }
  const entries = last.entries ?? []
  if (fact === 'entries') return outcome(name, value, String(entries.length))
  const ours = entries[entry]?.[fact] ?? ''
  if (fact === 'date') return outcome(name, parseDate(value) ?? value, ours, (a, b) => b !== '' && a.startsWith(b))
  if (fact === 'link') return outcome(name, sourceIdOf(URL.parse(value.trim(), input.url)?.href ?? '') ?? '', ours)
  if (fact === 'author') return outcome(name, value.replace(/ ?\([^()]*@[^()]*\)|<[^<>]*@[^<>]*>/, ''), ours, hasNames)
  return outcome(name, value, ours, (a, b) => signs(a) === signs(b) || signs(load(a).text()) === signs(b))
}

export function compareDate({ name, text, value }: DateExpectation): Outcome {
  const ours = parseDate(text) ?? ''
  const expected = value === null ? '' : (parseDate(value) ?? value)
  return outcome(`${name} “${text}”`, expected, ours, (a, b) =>
    value === '' ? b !== '' : a === b || (b.length < 10 && b !== '' && a.startsWith(b)),
  )
}

function outcome(name: string, expected: string, ours: string, same = (a: string, b: string) => a === b): Outcome {
  return { name, expected, ours, matches: same(expected, ours) }
}

/** Spaces, quotes, dashes and tags are no part of what a text says; a long one is cut. */
const signs = (text: string): string =>
  load(text.replaceAll(/<[^<>]*>/g, ''))
    .text()
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}\p{Cc}\p{Pd}“”‘’'":\uFFFD]/gu, '')
    .slice(0, 2_000)

/** A peer may name the first author alone, and leave names turned around. */
function hasNames(peer: string, ours: string): boolean {
  const known = wordsOf(ours)
  return ours !== '' && [...wordsOf(peer)].every((word) => known.has(word))
}

const wordsOf = (names: string): Set<string> =>
  new Set(
    load(names)
      .text()
      .match(/\p{L}{2,}/gu),
  ).difference(new Set(['and']))
