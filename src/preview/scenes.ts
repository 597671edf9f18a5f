import type { Channel } from '../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../channels/settings.ts'
import { VOTE } from '../channels/team-settings.ts'
import { searchPage } from '../commands/reading/search.ts'
import { settingLines } from '../commands/settings/overview.ts'
import type { Scene } from '../core/chat.ts'
import { type Message, messageOf } from '../core/message.ts'
import { localDate, nextPost } from '../core/schedule.ts'
import { traitsAmong, USUAL_TRAITS } from '../core/setup.ts'
import type { Store } from '../db/open.ts'
import { draftDigests } from '../digest/plan/draft.ts'
import { composePart } from '../digest/write/compose.ts'
import { createPaperReader } from '../digest/write/read-papers.ts'
import { everybodyIn } from '../library/paper-history.ts'
import { agendaMessage } from '../meetings/agenda/texts.ts'
import { findPapers } from '../papers/papers.ts'
import type { PaperSearch } from '../search/paper-search.ts'
import type { Summarize } from '../summaries/summary.ts'
import { createSummaries } from '../summaries/team-summaries.ts'

const MEETING_PAPERS = 3

export type SceneContext = {
  store: Store
  defaults: Defaults
  summarize: Summarize
  search: PaperSearch
  signal: AbortSignal
}
export type SceneRequest = { channel: Channel; query: string; now: number }

export const scenes: Record<string, (context: SceneContext, request: SceneRequest) => Promise<Scene>> = {
  digest: nextDigest,
  search: async (context, { channel, query }) => ({
    posts: [scenePost((await searchPage(context, everybodyIn(channel.id), query, 0)).message)],
  }),
  agenda: nextAgenda,
  settings: async ({ defaults }, { channel }) => ({
    posts: [scenePost(messageOf({ kind: 'list', cards: settingLines(channel, defaults, USUAL_TRAITS) }))],
  }),
}

/** The digest that the channel would get now. */
async function nextDigest(context: SceneContext, { channel, now }: SceneRequest): Promise<Scene> {
  const { store, defaults, summarize, signal } = context
  const settings = effectiveSettings(channel.settings, defaults)
  const date = localDate(settings.timezone, now)
  const [draft] = await draftDigests({ ...context, traitsOf: traitsAmong([]) }, [channel], { date, now, scope: 'news' })
  if (!draft) return { posts: [] }
  const { counts, coversSince, notes, choices, deliveries } = draft
  const next = nextPost(settings, now, date)?.at ?? null
  const view = {
    settings,
    facts: { date, counts, coversSince, notes, timezone: settings.timezone, next },
    outcomes: choices.map(({ paper, outcome, rank }) => ({ paper: paper.id, outcome, rank })),
  }
  const reading = {
    papers: createPaperReader(store.db),
    summaries: createSummaries(store.db, summarize, signal)(channel.team),
  }
  const posts = deliveries.map(async ({ subject, parent }) => {
    const message = subject.kind === 'said' ? subject.message : await composePart(subject, view, reading)
    return { message, inThread: parent !== null, seed: message.kind === 'paper' ? [VOTE] : [], onlyAsker: false }
  })
  return { posts: await Promise.all(posts) }
}

/** The best papers of that digest as a meeting would get them. The votes are invented: one less for each. */
async function nextAgenda(context: SceneContext, request: SceneRequest): Promise<Scene> {
  const { channel, now } = request
  const zone = effectiveSettings(channel.settings, context.defaults).timezone
  const digest = await nextDigest(context, request)
  const cards = 'posts' in digest ? digest.posts.flatMap(({ message }) => message.cards) : []
  const posted = cards.filter(({ size }) => size === 'full').slice(0, MEETING_PAPERS)
  const papers = await findPapers(
    context.store.db,
    posted.flatMap(({ paper }) => paper ?? []),
  )
  const entries = posted.flatMap(({ paper: id, lines }, index) => {
    const paper = id === null ? undefined : papers.get(id)
    if (!paper) return []
    const votes = MEETING_PAPERS + 2 - index
    return [{ paper, lines, votes, offers: 0, carriedFrom: null, presenter: null, answer: null }]
  })
  const view = {
    team: channel.team,
    channel: channel.id,
    date: localDate(zone, now),
    meetsAt: now,
    zone,
    vote: VOTE,
    entries,
  }
  return { posts: [{ ...scenePost(agendaMessage(view, false)), onlyAsker: false }] }
}

const scenePost = (message: Message) => ({ message, inThread: false, seed: [], onlyAsker: true })
