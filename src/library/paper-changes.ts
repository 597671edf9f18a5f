import type { ChannelId } from '../core/chat.ts'
import { type Card, headingLine } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { PaperChangeKind } from '../core/paper-facts.ts'
import { localDate, shortDay } from '../core/schedule.ts'
import type { Db } from '../db/db.ts'
import { lineCards } from '../digest/write/read-papers.ts'
import { changesOf, type PaperChange } from '../papers/changes.ts'

export const describeChange: Record<PaperChangeKind, string> = {
  code: 'code is out',
  model: 'a model is out',
  dataset: 'a dataset is out',
  withdrawn: 'withdrawn',
  retracted: 'retracted',
}

export const capitalized = (text: string): string => text.replace(/^\w/, (first) => first.toUpperCase())

/** “Code is out: github.com/example/tidemark”, “Retracted” */
export function changeLine({ change, url }: Pick<PaperChange, 'change' | 'url'>): string {
  const said = capitalized(describeChange[change])
  return url === null ? said : `${said}: ${url.replace(/^https?:\/\//, '')}`
}

/** What became of a paper, each with its day: “Code is out: github.com/example/tidemark (Tue 3 Nov)” */
export async function changeLines(db: Db, paper: PaperId, zone: string, now: number): Promise<string[]> {
  const day = (at: number) => shortDay(localDate(zone, at), localDate(zone, now))
  return (await changesOf(db, [paper])).map((change) => `${changeLine(change)} (${day(change.at)})`)
}

/** Cards of papers that say what became of each. */
export async function withChanges(db: Db, cards: Card[]): Promise<Card[]> {
  const papers = cards.flatMap(({ paper }) => paper ?? [])
  const changes = Map.groupBy(await changesOf(db, papers), ({ paper }) => paper)
  return cards.map((card) => {
    const own = (card.paper && changes.get(card.paper)) ?? []
    return { ...card, facts: [...own.map(({ change }) => describeChange[change]), ...card.facts] }
  })
}

/** What changed since then (milliseconds) of the papers that a channel had, below a heading; none: nothing did. */
export async function changedCards(db: Db, channel: ChannelId, since: number): Promise<Card[]> {
  const changed = await db
    .selectFrom('paper_changes as c')
    .innerJoin('postings as p', 'p.paper_id', 'c.paper_id')
    .select('c.paper_id')
    .distinct()
    .where('p.channel_id', '=', channel)
    .where('c.at', '>=', since)
    .whereRef('c.at', '>', 'p.planned_at')
    .orderBy('c.paper_id')
    .execute()
  const ids = changed.map(({ paper_id }) => paper_id)
  if (ids.length === 0) return []
  return [headingLine('What changed'), ...(await withChanges(db, await lineCards(db, ids, null)))]
}
