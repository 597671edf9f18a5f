import { findChannels } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { VOTE, votingOf } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { Message } from '../../core/message.ts'
import type { IsoDay, PaperId } from '../../core/paper.ts'
import { nextPost } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import type { Delivery, Subject } from '../../outbox/delivery.ts'
import type { Summaries } from '../../summaries/team-summaries.ts'
import { settingsOfTeams } from '../../voting/voter-groups.ts'
import type { Outcome } from '../choose/choose.ts'
import { findDigests, outcomesOfDigests } from '../stored-digests.ts'
import type { PaperReader } from './read-papers.ts'
import {
  type DigestFacts,
  headingMessage,
  letterMessage,
  listedCard,
  listMessage,
  nothingMessage,
  paperMessage,
  type TeamNews,
  tailMessage,
} from './texts.ts'

/** What the messages of a digest are written from, stored or drafted. `outcomes`: best first. */
type DigestView = {
  settings: ChannelSettings
  facts: DigestFacts
  outcomes: { paper: PaperId; outcome: Outcome; rank: number | null }[]
}

type ComposeSources = {
  papers: PaperReader
  summaries: Summaries
  /** What a letter of a day says of the team of its reader. */
  news?: (date: IsoDay) => Promise<TeamNews | null>
}

type DigestPart = Exclude<Subject, { kind: 'said' }>

/** The message of one part of a digest. Throws when a paper that it needs is not stored. */
export async function composePart(part: DigestPart, view: DigestView, sources: ComposeSources): Promise<Message> {
  const { settings, facts, outcomes } = view
  const { papers, summaries } = sources
  const idsOf = (wanted: Outcome) => outcomes.flatMap(({ paper, outcome }) => (outcome === wanted ? [paper] : []))
  if (part.kind === 'heading') return headingMessage(facts)
  if (part.kind === 'nothing') return nothingMessage(facts)
  if (part.kind === 'paper') return composePaper(part.paper, settings, sources)
  if (part.kind === 'tail') {
    const posted = await papers(idsOf('posted'))
    return tailMessage(facts, await Promise.all(posted.map(({ paper }) => summaries(paper, settings))))
  }
  if (part.kind === 'letter') {
    const { date } = part
    const posts = await Promise.all(idsOf('posted').map((paper) => composePaper(paper, settings, sources)))
    const list = await composePart({ kind: 'list', date, from: 0, to: outcomes.length }, view, sources)
    const tail = await composePart({ kind: 'tail', date }, view, sources)
    return letterMessage(facts, posts, list, { tail, news: (await sources.news?.(date)) ?? null })
  }
  const all = idsOf('thread')
  const ranks = new Map(outcomes.map(({ paper, rank }) => [paper, rank]))
  const listed = await papers(all.slice(part.from, part.to))
  const cards = listed.map(({ paper, popularity }) => listedCard(paper, popularity, ranks.get(paper.id) ?? null))
  return listMessage(cards, part.from === 0 ? all.length : null)
}

/** One paper as a post. Throws when it is not stored. */
export async function composePaper(
  id: PaperId,
  settings: Pick<ChannelSettings, 'language' | 'layout' | 'summaries'>,
  { papers, summaries }: ComposeSources,
): Promise<Message> {
  const [known] = await papers([id])
  if (!known) throw new Error(`${id} was chosen but is not on record.`)
  const { paper, popularity } = known
  const message = paperMessage(paper, popularity, await summaries(paper, settings))
  const picture = (settings.layout === 'pictures' && paper.facts.picture) || null
  return { ...message, cards: message.cards.map((card) => ({ ...card, picture })) }
}

export type DeliveryViews = Awaited<ReturnType<typeof loadViews>>

/** What is needed of their channels to write deliveries together, in four queries, however many there are. */
export async function loadViews(db: Db, defaults: Defaults, deliveries: Delivery[]) {
  const ids = [...new Set(deliveries.flatMap(({ to }) => ('channel' in to ? [to.channel] : [])))]
  const channels = await findChannels(db, ids)
  const teams = await settingsOfTeams(db, [...new Set(deliveries.map(({ team }) => team))])
  const settings = (id: ChannelId) => effectiveSettings(channels.get(id)?.settings ?? {}, defaults)
  /** The emoji that votes in a team, the first of several. */
  const vote = (team: string): string => votingOf(teams.get(team) ?? {})[0] ?? VOTE
  const views = new Map<string, DigestView>()
  for (const date of new Set(deliveries.flatMap(({ subject }) => ('date' in subject ? [subject.date] : [])))) {
    const [digests, outcomes] = [await findDigests(db, ids, date), await outcomesOfDigests(db, ids, date)]
    for (const [id, { counts, coversSince, notes, plannedAt }] of digests) {
      const channel = channels.get(id)
      if (!channel) continue
      const own = settings(id)
      const next = nextPost(own, plannedAt, date)?.at ?? null
      const facts = { date, counts, coversSince, notes, timezone: own.timezone, vote: vote(channel.team), next }
      views.set(`${id} ${date}`, { settings: own, facts, outcomes: outcomes.get(id) ?? [] })
    }
  }
  /** Throws when the digest is not stored. */
  function digest(id: ChannelId, date: IsoDay): DigestView {
    const view = views.get(`${id} ${date}`)
    if (!view) throw new Error(`The digest of ${id} for ${date} is not on record.`)
    return view
  }
  return { settings, vote, digest }
}
