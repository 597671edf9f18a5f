import type { SearchEngine } from '../engines/engine.ts'

/** A long or short form of a text; `share` is how often the short form means this, 0 to 1. */
export type Equivalent = { text: string; key: string; share: number }

// Rarer meanings of a short form are noise.
const LEAST_SHARE = 0.05
const MOST = 5

/** The long forms of these short forms, as the papers themselves explain them. */
export async function longFormsOf(db: SearchEngine['db'], shorts: string[]): Promise<Map<string, Equivalent[]>> {
  const rows = await readPairs(db, 'short', shorts)
  const found = new Map<string, Equivalent[]>()
  for (const [short, pairs] of Map.groupBy(rows, (row) => row.short)) {
    const total = pairs.reduce((sum, { papers }) => sum + papers, 0)
    const shared = pairs.map(({ long, text, papers }) => ({ text, key: long, share: papers / total }))
    found.set(short, shared.filter(({ share }) => share >= LEAST_SHARE).slice(0, MOST))
  }
  return found
}

/** The short forms of these long forms, which are given by their stems. */
export async function shortFormsOf(db: SearchEngine['db'], longs: string[]): Promise<Map<string, Equivalent[]>> {
  const rows = await readPairs(db, 'long', longs)
  const meanings = await longFormsOf(db, [...new Set(rows.map(({ short }) => short))])
  const found = new Map<string, Equivalent[]>()
  for (const [long, pairs] of Map.groupBy(rows, (row) => row.long)) {
    const shared = pairs.flatMap(({ short }) => {
      const share = meanings.get(short)?.find(({ key }) => key === long)?.share
      return share === undefined ? [] : [{ text: short, key: short, share }]
    })
    found.set(long, shared.slice(0, MOST))
  }
  return found
}

async function readPairs(db: SearchEngine['db'], by: 'short' | 'long', keys: string[]) {
  if (keys.length === 0) return []
  return countPairs(db).where(by, 'in', keys).execute()
}

/** Each pair, and how many papers explain it so; the most frequent first. */
export const countPairs = (db: SearchEngine['db']) =>
  db
    .selectFrom('abbreviations')
    .select((row) => ['short', 'long', row.fn.min('long_text').as('text'), row.fn.countAll<number>().as('papers')])
    .groupBy(['short', 'long'])
    .orderBy('papers', 'desc')
    .orderBy('short')
    .orderBy('long')
