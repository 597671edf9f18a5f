import { listChannels } from '../../channels/channels.ts'
import { teamOf } from '../../core/chat.ts'
import { type Card, type Message, messageOf } from '../../core/message.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { localDate, monthOf, shortDay } from '../../core/schedule.ts'
import { lineCardsOf } from '../../digest/write/read-papers.ts'
import { count, lineCard } from '../../digest/write/texts.ts'
import { findRemarks } from '../../library/notes.ts'
import {
  everybodyIn,
  listedFacts,
  loadPaperHistories,
  type Reader,
  readerOf,
  visibleTo,
} from '../../library/paper-history.ts'
import { stemsOf } from '../../papers/index/tokenize.ts'
import { COUNT_LIMIT } from '../../search/engines/engine.ts'
import type { Hit, SearchAnswer } from '../../search/paper-search.ts'
import type { Clause } from '../../search/query/clause.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { linkedTeams } from '../../voting/voter-groups.ts'
import { citeButton, paperButtons, show } from '../replies.ts'
import { type Asker, anyWords, type CommandContext, type RunAction, type Verb } from '../verb.ts'

const PAGE_SIZE = 5
const MAX_NOTES = 3

type SearchContext = Pick<CommandContext, 'store' | 'search' | 'signal'>

/** `found`: whether some paper has all that was written, or has some of it, or has it in another spelling. */
type SearchPage = { message: Message; found: 'all' | 'some' | 'nothing' }

export const search: Verb = {
  name: 'search',
  usage: 'skills',
  does: 'search papers',
  cap: null,
  parse: anyWords,
  run: async (context, asked, [query = '']) => show((await searchPageReply(context, asked, query, 0)).message),
}

export const searchPageReply = (context: CommandContext, asked: Asker, query: string, offset: number) =>
  searchPage(context, readerOf(context, asked), query, offset)

/** Shows everybody what one person found: the same page, with nothing from other channels. */
export const shareSearch: RunAction = async (context, { channel, value }) => {
  const [, offset = '0', query = ''] = /^(\d+):([\s\S]*)$/.exec(value) ?? []
  const { message } = await searchPage(context, everybodyIn(channel), query, Number(offset))
  return show({ ...message, buttons: [], page: null }, 'channel')
}

/** A page of hits with the team's votes and notes on each; the first page adds papers whose notes match. */
export async function searchPage(
  context: SearchContext,
  reader: Reader,
  query: string,
  offset: number,
): Promise<SearchPage> {
  const { store } = context
  const answer = await searchAs(context, reader, query, { offset, limit: PAGE_SIZE })
  const { hits, alsoClose, total, partial, close, correction } = answer
  const to = offset + hits.length
  const today = localDate('UTC', store.now())
  const cards = await withTeamFacts(context, reader, [
    ...hits.map((hit, index) => hitCard(hit, offset + index + 1, today)),
    ...alsoClose.map((hit) => hitCard(hit, null, today)),
  ])
  const listed = new Set(cards.map(({ paper }) => paper))
  const fromNotes = offset === 0 ? await noteMatchCards(context, query, reader) : []
  const noted = fromNotes.filter(({ paper }) => !listed.has(paper)).slice(0, MAX_NOTES)
  const isWhole = noted.length > 0 || (total > partial + close && correction === null)
  const message = messageOf({
    kind: 'results',
    heading: searchHeading(query, answer, offset),
    cards: [...cards, ...noted],
    note: searchNotes(answer).join('\n') || null,
    buttons: [
      ...(hits.length > 0
        ? [
            { label: 'Share here', action: 'share', value: `${offset}:${query}` },
            citeButton(`page ${offset} ${query}`, hits.length + alsoClose.length),
          ]
        : []),
      ...(offset === 0 ? [{ label: 'Search Hugging Face', action: 'outside', value: query }] : []),
    ],
    page: {
      from: offset + 1,
      to,
      total: Math.min(total, COUNT_LIMIT),
      cursor: to < total ? `search:${to}:${query}` : null,
    },
  })
  return { message, found: isWhole ? 'all' : total === 0 ? 'nothing' : 'some' }
}

export function hitCard(
  { paper, title, excerpt, upvotes, day, isClose }: Hit,
  rank: number | null,
  today: IsoDay,
): Card {
  const card = lineCard(paper, { upvotes, comments: null, days: [] }, rank)
  return {
    ...card,
    title,
    excerpt,
    buttons: paperButtons(paper.id),
    facts: [...(isClose ? ['close in meaning'] : []), ...(day === null ? [] : [shortDay(day, today)]), ...card.facts],
  }
}

async function withTeamFacts({ store }: SearchContext, reader: Reader, cards: Card[]): Promise<Card[]> {
  const ids = cards.flatMap(({ paper }) => paper ?? [])
  const histories = await loadPaperHistories(store, ids, reader)
  return Promise.all(
    cards.map(async (card) => {
      const history = card.paper && histories.get(card.paper)
      return history ? { ...card, facts: [...card.facts, ...(await listedFacts(store, history, reader))] } : card
    }),
  )
}

async function noteMatchCards({ store: { db, now } }: SearchContext, query: string, reader: Reader): Promise<Card[]> {
  const { where } = parseQuery(query, now())
  const stems = where ? stemsOf(wordsIn(where).join(' ')) : []
  const team = teamOf(reader.channel)
  const remarks = new Map<PaperId, { paper: PaperId; text: string }>()
  for (const remark of await findRemarks(db, { team, teams: await linkedTeams(db, team), stems })) {
    const { paper, channel } = remark
    if (!remarks.has(paper) && (channel === null || (await reader.canSee(channel)))) remarks.set(paper, remark)
  }
  return lineCardsOf(db, [...remarks.values()], ({ text }) => ({
    facts: ['noted in your team'],
    lines: [`“${text.replaceAll(/\s+/g, ' ').slice(0, 300)}”`],
  }))
}

/** The words that must be there; other parts of a search are about the papers themselves. */
function wordsIn(clause: Clause): string[] {
  if (clause.is === 'text') return clause.in === 'any' ? [clause.text] : []
  return clause.is === 'all' ? clause.of.flatMap(wordsIn) : []
}

/** What a reader finds, and nothing from channels that are closed to them. */
export async function searchAs(
  { store, search, signal }: SearchContext,
  reader: Reader,
  query: string,
  within: { offset: number; limit: number },
): Promise<SearchAnswer> {
  const team = teamOf(reader.channel)
  // Each channel costs a question to the platform, so only searches that are about channels ask.
  const known = /posted:/i.test(query) ? await listChannels(store.db) : []
  const ofTeam = known.filter((channel) => channel.team === team).map(({ id }) => id)
  const asker = { team, person: reader.person, channels: await visibleTo(reader, ofTeam) }
  return search.search(query, { asker, ...within, signal })
}

/** How the words were understood, and where to go when nothing was found. */
export function searchNotes({ problems, corrected, correction, relaxed, hits, coverage }: SearchAnswer): string[] {
  const notes = [...problems]
  if (coverage.papers === 0) notes.push('There are no papers here yet: the first ones come soon after the start.')
  if (corrected) notes.push(`Searched for: ${corrected}`)
  if (correction !== null) {
    const shown = correction.corrected.map(({ text }) => text).join('')
    notes.push(`Showing ${shown}; to search exactly: ${correction.exact}`)
  }
  if (hits.length === 0 && relaxed.length > 0) {
    const others = relaxed.map(({ query, total }) => `${query} (${formatTotal(total)})`)
    notes.push(`Found by searches close to this one: ${others.join(' · ')}`)
  }
  return notes
}

/** “skills”: 112 of 4,313 papers since March 2025 · 1–5; what is all there is has no numbers. */
function searchHeading(query: string, answer: SearchAnswer, offset: number): string {
  const { hits, total } = answer
  const [from, to] = [offset + 1, offset + hits.length]
  const range = hits.length === 0 || hits.length >= total ? '' : ` · ${from === to ? from : `${from}–${to}`}`
  return `“${query}”: ${describeCoverage(answer)}${range}`
}

/** 112 of 4,313 papers since March 2025, and 38 that match some of it, and 8 close in meaning */
export function describeCoverage({ total, partial, close, coverage: { papers, since } }: SearchAnswer): string {
  const whole = `${formatTotal(total - partial - close)} of ${count(papers, 'paper')}`
  const some = partial === 0 ? '' : `, and ${partial} that match some of it`
  const others = close === 0 ? '' : `, and ${close} close in meaning`
  return `${whole}${since === null ? '' : ` since ${monthOf(since)}`}${some}${others}`
}

/** The search stops counting at 5,000. */
const formatTotal = (total: number): string =>
  total > COUNT_LIMIT ? `more than ${COUNT_LIMIT.toLocaleString('en')}` : total.toLocaleString('en')
