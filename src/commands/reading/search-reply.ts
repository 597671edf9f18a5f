import { listChannels } from '../../channels/channels.ts'
import { teamOf } from '../../core/chat.ts'
import { type Card, type Message, messageOf } from '../../core/message.ts'
import type { IsoDay } from '../../core/paper.ts'
import { localDate, monthOf, shortDay } from '../../core/schedule.ts'
import { count, lineCard } from '../../digest/write/texts.ts'
import type { Reader } from '../../library/paper-history.ts'
import { COUNT_LIMIT } from '../../search/engines/engine.ts'
import type { Asker, Hit, SearchAnswer } from '../../search/paper-search.ts'
import { citeButton, paperButtons } from '../replies.ts'
import type { CommandContext } from '../verb.ts'

const PAGE_SIZE = 5

type SearchReplyContext = Pick<CommandContext, 'store' | 'search' | 'signal'>

/** Whether some paper has all that was written, or has some of it, or has it in another spelling. */
export type Found = 'all' | 'some' | 'nothing'

export async function searchReply(
  context: SearchReplyContext,
  reader: Reader,
  query: string,
  offset: number,
): Promise<{ message: Message; found: Found }> {
  const answer = await searchAs(context, reader, query, { offset, limit: PAGE_SIZE })
  const to = offset + answer.hits.length
  const isWhole = answer.total > answer.partial + answer.close && answer.correction === null
  const found = answer.total === 0 ? 'nothing' : isWhole ? 'all' : 'some'
  const today = localDate('UTC', context.store.now())
  const message = messageOf({
    kind: 'results',
    heading: searchHeading(query, answer, offset),
    cards: [
      ...answer.hits.map((hit, index) => hitCard(hit, offset + index + 1, today)),
      ...answer.alsoClose.map((hit) => hitCard(hit, null, today)),
    ],
    note: searchNotes(answer).join('\n') || null,
    buttons: [
      ...(answer.hits.length > 0
        ? [
            { label: 'Share here', action: 'share', value: `${offset}:${query}` },
            citeButton(`page ${offset} ${query}`, answer.hits.length + answer.alsoClose.length),
          ]
        : []),
      ...(offset === 0 ? [{ label: 'Search Hugging Face', action: 'outside', value: query }] : []),
    ],
    page: {
      from: offset + 1,
      to,
      total: Math.min(answer.total, COUNT_LIMIT),
      cursor: to < answer.total ? `search:${to}:${query}` : null,
    },
  })
  return { message, found }
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

/** What a reader finds, and nothing from channels that are closed to them. */
export async function searchAs(
  { store, search, signal }: SearchReplyContext,
  reader: Reader,
  query: string,
  within: { offset: number; limit: number },
): Promise<SearchAnswer> {
  const asker: Asker = { team: teamOf(reader.channel), person: reader.person, channels: [] }
  // Each channel costs a question to the platform, so only searches that are about channels ask.
  const channels = /posted:/i.test(query) ? await listChannels(store.db) : []
  for (const { id, team } of channels) if (team === asker.team && (await reader.canSee(id))) asker.channels.push(id)
  return search.search(query, { asker, ...within, signal })
}

/** How the words were understood, and where to go when nothing was found. */
export function searchNotes({ problems, corrected, correction, relaxed, hits, coverage }: SearchAnswer): string[] {
  const notes = [...problems]
  if (coverage.papers === 0) notes.push('There are no papers here yet: the first ones come soon after the start.')
  if (corrected !== null) notes.push(`Searched for: ${corrected}`)
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
  const shown = hits.length === 0 || hits.length >= total ? '' : ` · ${range(offset + 1, offset + hits.length)}`
  return `“${query}”: ${describeCoverage(answer)}${shown}`
}

const range = (from: number, to: number): string => (from === to ? String(from) : `${from}–${to}`)

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
