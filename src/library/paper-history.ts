import { findChannel } from '../channels/channels.ts'
import { VOTE, votesIn } from '../channels/team-settings.ts'
import { type ChannelId, type PersonId, teamOf } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import { localDate, shortDay } from '../core/schedule.ts'
import type { Store } from '../db/open.ts'
import { count } from '../digest/write/texts.ts'
import { type Discussion, discussionsOf } from '../meetings/discussions.ts'
import { type Posting, postingsOf } from '../outbox/postings.ts'
import { votesFor } from '../voting/tally.ts'
import { linkedTeams, voterGroupOf } from '../voting/voter-groups.ts'
import { type Note, notesOn } from './notes.ts'

/** What a team made of a paper, as far as its reader may see. */
export type PaperHistory = {
  postings: Posting[]
  votes: number
  /** The emoji that votes in the reader's team. */
  vote: string
  discussion: Discussion | null
  notes: Note[]
}

export const NO_HISTORY: PaperHistory = { postings: [], votes: 0, vote: VOTE, discussion: null, notes: [] }

/** Who reads, and where. They are shown nothing from channels that are closed to them. */
export type Reader = {
  channel: ChannelId
  /** null: everybody in that channel. */
  person: PersonId | null
  canSee(channel: ChannelId): Promise<boolean>
}

type Visibility = {
  maySee(channel: ChannelId, person: PersonId): Promise<boolean>
  isDirect(channel: ChannelId): boolean
}

export const readerOf = (
  { maySee, isDirect }: Visibility,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Reader => ({
  channel,
  person,
  // Platforms may not answer for other people's conversations with the bot.
  canSee: async (place) => place === channel || (!isDirect(place) && (await maySee(place, person))),
})

export const everybodyIn = (channel: ChannelId): Reader => ({
  channel,
  person: null,
  canSee: async (place) => place === channel,
})

export const loadPaperHistory = async (store: Store, paper: PaperId, reader: Reader): Promise<PaperHistory> =>
  (await loadPaperHistories(store, [paper], reader)).get(paper) ?? NO_HISTORY

export async function loadPaperHistories(
  { db }: Store,
  papers: PaperId[],
  reader: Reader,
): Promise<Map<PaperId, PaperHistory>> {
  const team = teamOf(reader.channel)
  const teams = await linkedTeams(db, team)
  const voterGroup = await voterGroupOf(db, team)
  const [votes, discussions] = [await votesFor(db, voterGroup, papers), await discussionsOf(db, teams, papers)]
  const postings = (await postingsOf(db, papers)).filter(({ channel }) => teamOf(channel) === team)
  const notes = await notesOn(db, team, papers)
  const channels = [...postings, ...notes].map(({ channel }) => channel)
  const open = new Set(await visibleTo(reader, [...new Set(channels)]))
  return new Map(
    papers.map((id) => [
      id,
      {
        postings: postings.filter(({ paper, channel }) => paper === id && open.has(channel)),
        votes: votes.get(id) ?? 0,
        vote: voterGroup.teams[0]?.emoji[0] ?? VOTE,
        discussion: discussions.find(({ paper }) => paper === id) ?? null,
        notes: notes.filter(({ paper, channel }) => paper === id && open.has(channel)),
      },
    ]),
  )
}

/** Those of these channels that are open to a reader. */
export async function visibleTo({ canSee }: Reader, channels: ChannelId[]): Promise<ChannelId[]> {
  const visible = await Promise.all(channels.map(canSee))
  return channels.filter((_, index) => visible[index])
}

/** “posted here 12 Nov”, “3 👍”, “discussed 14 Nov”, “2 notes” */
export async function historyFacts({ db, now }: Store, history: PaperHistory, { channel }: Reader): Promise<string[]> {
  const { postings, votes, vote, discussion, notes } = history
  const facts: string[] = []
  const today = localDate('UTC', now())
  const posting = postings.find((one) => one.channel === channel) ?? postings[0]
  if (posting) {
    const place = posting.channel === channel ? undefined : (await findChannel(db, posting.channel))?.name
    const day = shortDay(posting.date, today)
    facts.push(place === undefined ? `posted here ${day}` : `posted ${day} in #${place}`)
  }
  if (votes > 0) facts.push(votesIn(votes, vote))
  if (discussion)
    facts.push(`${discussion.closedAt === null ? 'to be discussed' : 'discussed'} ${shortDay(discussion.date, today)}`)
  if (notes.length > 0) facts.push(count(notes.length, 'note'))
  return facts
}

/** For a list of papers: the votes with the only channel that has the paper, “3 👍 in #papers”, and the rest. */
export async function listedFacts(store: Store, history: PaperHistory, reader: Reader): Promise<string[]> {
  const { votes, vote, postings } = history
  const others = await historyFacts(store, { ...history, postings: [], votes: 0 }, reader)
  if (votes === 0) return others
  const [only, ...more] = new Set(postings.map(({ channel }) => channel))
  const name = only === undefined || more.length > 0 ? undefined : (await findChannel(store.db, only))?.name
  return [`${votesIn(votes, vote)}${name === undefined ? '' : ` in #${name}`}`, ...others]
}

/** Verdict and notes, newest first. */
export const historyLines = ({ discussion, notes }: PaperHistory): string[] => [
  ...(discussion?.verdict ? [`Verdict: ${discussion.verdict}`] : []),
  ...notes.map(({ text }) => `“${text.replaceAll(/\s+/g, ' ')}”`),
]
