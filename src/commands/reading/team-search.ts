import { teamOf } from '../../core/chat.ts'
import type { Card, Message } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { findRemarks } from '../../library/find-notes.ts'
import { listedFacts, loadPaperHistories, type Reader } from '../../library/paper-history.ts'
import { stemsOf } from '../../papers/index/tokenize.ts'
import type { Clause } from '../../search/query/clause.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { linkedTeams } from '../../voting/voter-groups.ts'
import type { CommandContext } from '../verb.ts'
import { type Found, searchReply } from './search-reply.ts'

const MAX_NOTES = 3

/** A page of hits with the team's votes and notes on each; the first page adds papers whose notes match. */
export async function teamSearchReply(
  context: CommandContext,
  { query, offset, reader }: { query: string; offset: number; reader: Reader },
): Promise<{ message: Message; found: Found }> {
  const { message: answer, found } = await searchReply(context, reader, query, offset)
  const cards = await withTeamFacts(context, answer.cards, reader)
  const fromNotes = offset === 0 ? await noteMatchCards(context, query, reader) : []
  const listed = new Set(cards.map(({ paper }) => paper))
  const noted = fromNotes.filter(({ paper }) => !listed.has(paper)).slice(0, MAX_NOTES)
  return { message: { ...answer, cards: [...cards, ...noted] }, found: noted.length > 0 ? 'all' : found }
}

async function withTeamFacts({ store }: CommandContext, cards: Card[], reader: Reader): Promise<Card[]> {
  const ids = cards.flatMap(({ paper }) => paper ?? [])
  const histories = await loadPaperHistories(store, ids, reader)
  return Promise.all(
    cards.map(async (card) => {
      const history = card.paper ? histories.get(card.paper) : undefined
      if (!history) return card
      return { ...card, facts: [...card.facts, ...(await listedFacts(store, history, reader))] }
    }),
  )
}

async function noteMatchCards({ store, now }: CommandContext, query: string, reader: Reader): Promise<Card[]> {
  const { where } = parseQuery(query, now())
  const stems = where ? stemsOf(wordsIn(where).join(' ')) : []
  const team = teamOf(reader.channel)
  const remarks = new Map<PaperId, string>()
  for (const { paper, text, channel } of await findRemarks(store.db, {
    team,
    teams: await linkedTeams(store.db, team),
    stems,
  }))
    if (!remarks.has(paper) && (channel === null || (await reader.canSee(channel)))) remarks.set(paper, text)
  const cards = await lineCards(store.db, [...remarks.keys()], null)
  return cards.map((card) => {
    const quote = (card.paper && remarks.get(card.paper))?.replaceAll(/\s+/g, ' ').slice(0, 300)
    return { ...card, facts: ['noted in your team'], lines: [`“${quote}”`] }
  })
}

/** The words that must be there; other parts of a search are about the papers themselves. */
function wordsIn(clause: Clause): string[] {
  if (clause.is === 'text') return clause.in === 'any' ? [clause.text] : []
  return clause.is === 'all' ? clause.of.flatMap(wordsIn) : []
}
