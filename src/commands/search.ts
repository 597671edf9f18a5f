import { type ChannelId, teamOf } from '../chat.ts'
import { monthOf, shortDay } from '../digest/schedule.ts'
import { lineCard } from '../digest/words.ts'
import type { Card, Message } from '../message.ts'
import type { PaperId } from '../paper.ts'
import type { Asker } from '../search/asker.ts'
import type { Hit, SearchAnswer } from '../search/search.ts'
import { findChannel, listChannels } from '../store/channels.ts'
import { postingsOf } from '../store/postings.ts'
import type { ActionVerb, Asked, CommandContext, Verb } from './verb.ts'

const PAGE_SIZE = 5

export const search: Verb = {
  name: 'search',
  usage: 'skills',
  does: 'search: "phrase" -not author:lecun since:2w',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [query = '']) {
    return { message: await answerSearch(context, asked, query, 0), to: 'asker' }
  },
}

/** Everybody here sees what one person found: the same page, under the question, and nothing of other channels. */
export const shareSearch: ActionVerb = {
  name: 'share',
  access: 'anyone',
  async run(context, { channel, person, value }) {
    const [, offset = '0', query = ''] = /^(\d+):([\s\S]*)$/.exec(value) ?? []
    const readers = { ...context, maySee: async (other: ChannelId) => other === channel }
    const message = await answerSearch(readers, { channel, person }, query, Number(offset))
    return { message: { ...message, buttons: [], page: null }, to: 'channel' }
  },
}

export async function answerSearch(
  context: Pick<CommandContext, 'store' | 'search' | 'signal' | 'maySee'>,
  asked: Asked,
  query: string,
  offset: number,
): Promise<Message> {
  const { search, signal } = context
  const asker = await askerOf(context, asked, query)
  const answer = await search.search(query, { asker, limit: PAGE_SIZE, offset, signal })
  const places = await placesOf(context, asked, answer.hits)
  const to = offset + answer.hits.length
  return {
    kind: 'results',
    heading: headline(query, answer, offset),
    cards: answer.hits.map((hit, index) => hitCard(hit, places.get(hit.paper.id) ?? null, offset + index + 1)),
    note: notesOf(answer).join('\n') || null,
    buttons: [
      ...(answer.hits.length > 0 ? [{ label: 'Share here', action: 'share', value: `${offset}:${query}` }] : []),
      ...(offset === 0 ? [{ label: 'Search Hugging Face', action: 'outside', value: query }] : []),
    ],
    page: {
      from: offset + 1,
      to,
      total: answer.total,
      cursor: to < answer.total ? `search:${to}:${query}` : null,
    },
  }
}

/** `place` is the channel that its votes stand in. */
export function hitCard(
  { paper, title, excerpt, upvotes, votes, day }: Hit,
  place: string | null,
  rank: number | null,
): Card {
  const card = lineCard(paper, { upvotes, comments: null, days: [] }, rank)
  const voted = votes === 0 ? [] : [`${votes} 👍${place === null ? '' : ` in #${place}`}`]
  return { ...card, title, excerpt, facts: [...(day === null ? [] : [shortDay(day)]), ...card.facts, ...voted] }
}

/** Whether somebody sees a channel is asked of its platform, so only where the search is about channels. */
async function askerOf({ store, maySee }: Pick<CommandContext, 'store' | 'maySee'>, asked: Asked, query: string) {
  const team = teamOf(asked.channel)
  const asker: Asker = { team, person: asked.person, channels: [] }
  if (!/posted:/i.test(query)) return asker
  for (const { id, team: own } of await listChannels(store.db))
    if (own === team && (await maySee(id, asked.person))) asker.channels.push(id)
  return asker
}

/** The one channel of the team that each paper with votes was posted in; none where it would name what the asker does not see. */
async function placesOf(
  { store, maySee }: Pick<CommandContext, 'store' | 'maySee'>,
  { channel, person }: Asked,
  hits: Hit[],
): Promise<Map<PaperId, string>> {
  const voted = hits.filter(({ votes }) => votes > 0).map(({ paper }) => paper.id)
  const postings = Map.groupBy(await postingsOf(store.db, voted), ({ paper }) => paper)
  const places = new Map<PaperId, string>()
  for (const [paper, [first, ...more]] of postings) {
    if (!first || more.length > 0 || teamOf(first.channel) !== teamOf(channel)) continue
    const found = await findChannel(store.db, first.channel)
    if (found && (await maySee(found.id, person))) places.set(paper, found.name)
  }
  return places
}

/** What the asker should know of how the words were taken, and where to go when nothing was found. */
function notesOf({ problems, corrected, correction, nearest, hits }: SearchAnswer): string[] {
  return [
    ...problems,
    ...(corrected === null ? [] : [`Searched for: ${corrected}`]),
    ...(correction === null
      ? []
      : [`Showing ${correction.corrected.map(({ text }) => text).join('')}; to search exactly: ${correction.exact}`]),
    ...(hits.length === 0 && nearest.length > 0
      ? [`Found by searches close to this one: ${nearest.map(({ query, total }) => `${query} (${total})`).join(' · ')}`]
      : []),
  ]
}

/** “skills”: 112 of 4,313 papers since March 2025 · 1–5 */
function headline(query: string, { total, coverage, hits }: SearchAnswer, offset: number): string {
  const since = coverage.since === null ? '' : ` since ${monthOf(coverage.since)}`
  const shown = hits.length === 0 ? '' : ` · ${offset + 1}–${offset + hits.length}`
  return `“${query}”: ${total.toLocaleString('en')} of ${coverage.papers.toLocaleString('en')} papers${since}${shown}`
}
