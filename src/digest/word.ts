import type { Logger } from 'pino'
import type { DeliveryId } from '../chat.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { VOTE, votingOf } from '../discussion/settings.ts'
import type { Message } from '../message.ts'
import { findChannel } from '../store/channels.ts'
import { holdDelivery, storeMessages, unwordedDeliveries } from '../store/deliveries.ts'
import { findDigest, outcomesOfDigest } from '../store/digests.ts'
import type { Store } from '../store/open.ts'
import { attentionOf, findPapers, NO_ATTENTION } from '../store/papers.ts'
import { teamSettingsOf } from '../store/teams.ts'
import type { Summarize } from '../summarize/summarize.ts'
import type { Outcome } from './choose.ts'
import { nextPost } from './schedule.ts'
import { type ChannelSettings, type Defaults, effectiveSettings } from './settings.ts'
import { createSummaries, type Summaries } from './summaries.ts'
import {
  type DigestWords,
  headingMessage,
  listedCard,
  listMessage,
  nothingMessage,
  paperMessage,
  tailMessage,
} from './words.ts'

const WORDED_TOGETHER = 50

export type WordContext = { store: Store; defaults: Defaults; summarize: Summarize; log: Logger; signal: AbortSignal }

/** Gives every planned delivery its message; from there on each attempt renders that record. Returns how many were worded. */
export async function wordPlanned(context: WordContext): Promise<number> {
  const { store, signal } = context
  const summaries = createSummaries(context.summarize, signal)
  let worded = 0
  for (;;) {
    const planned = await unwordedDeliveries(store.db, WORDED_TOGETHER)
    if (planned.length === 0 || signal.aborted) return worded
    const digests = createDigestReader(context)
    const vote = createVoteReader(context)
    // Side by side, so that the summaries of a digest are asked for together.
    const messages = await Promise.all(
      planned.map((delivery) => wordOrHold({ ...context, digests, vote, summaries }, delivery)),
    )
    if (signal.aborted) return worded
    const ready = messages.filter((message) => message !== null)
    await store.write((db) => storeMessages(db, ready))
    worded += ready.length
  }
}

type Wording = WordContext & { digests: DigestReader; vote: VoteReader; summaries: Summaries }

/** One that cannot be worded is reported, and the others go on. */
async function wordOrHold(
  context: Wording,
  delivery: Delivery,
): Promise<{ id: DeliveryId; message: Message; seed: string[] } | null> {
  try {
    const message = await wordOne(context, delivery)
    return { id: delivery.id, message, seed: message.kind === 'paper' ? [await context.vote(delivery.team)] : [] }
  } catch (err) {
    if (!context.signal.aborted) await hold(context, delivery, err)
    return null
  }
}

async function hold({ store, log }: WordContext, { id, place }: Delivery, err: unknown): Promise<void> {
  log.error({ err, delivery: id, place }, 'delivery could not be worded')
  const reason = `it could not be worded: ${err instanceof Error ? err.message : String(err)}`
  await store.write((db) => holdDelivery(db, id, reason, store.now()))
}

type ReadDigest = { settings: ChannelSettings; words: DigestWords }
type DigestReader = ReturnType<typeof createDigestReader>

/** What several messages of one digest need is read once. */
function createDigestReader({ store, defaults }: WordContext) {
  const known = new Map<string, Promise<ReadDigest>>()
  const read = async (place: Delivery['place'], date: string): Promise<ReadDigest> => {
    const [digest, channel] = [await findDigest(store.db, place, date), await findChannel(store.db, place)]
    if (!digest || !channel) throw new Error(`The digest of ${place} for ${date} is not on record.`)
    const settings = effectiveSettings(channel.settings, defaults)
    const { counts, coversSince, notes, plannedAt } = digest
    const next = nextPost(settings, plannedAt, date)?.at ?? null
    return { settings, words: { date, counts, coversSince, notes, timezone: settings.timezone, next } }
  }
  return (place: Delivery['place'], date: string): Promise<ReadDigest> => {
    const key = `${place} ${date}`
    const digest = known.get(key) ?? read(place, date)
    known.set(key, digest)
    return digest
  }
}

type VoteReader = ReturnType<typeof createVoteReader>

/** What votes in a team: the emoji that its posts are seeded with. */
function createVoteReader({ store }: WordContext) {
  const known = new Map<string, Promise<string>>()
  return (team: string): Promise<string> => {
    const vote = known.get(team) ?? teamSettingsOf(store.db, team).then((settings) => votingOf(settings)[0] ?? VOTE)
    known.set(team, vote)
    return vote
  }
}

async function wordOne(
  { store, digests, vote, summaries }: Wording,
  { place, team, subject }: Delivery,
): Promise<Message> {
  const { db } = store
  if (subject.kind === 'said') return subject.message
  const { settings, words } = await digests(place, subject.date)
  if (subject.kind === 'heading') return headingMessage(words, await vote(team))
  if (subject.kind === 'nothing') return nothingMessage(words)
  if (subject.kind === 'paper') {
    const paper = (await findPapers(db, [subject.paper])).get(subject.paper)
    if (!paper) throw new Error(`${subject.paper} was chosen for ${place} but is not on record.`)
    const attention = (await attentionOf(db, [paper.id])).get(paper.id) ?? NO_ATTENTION
    return paperMessage(paper, attention, await summaries(paper, settings))
  }
  const outcomes = await outcomesOfDigest(db, place, subject.date)
  const idsOf = (wanted: Outcome) => outcomes.flatMap(({ paper, outcome }) => (outcome === wanted ? [paper] : []))
  if (subject.kind === 'tail') {
    const posted = await findPapers(db, idsOf('posted'))
    return tailMessage(words, await Promise.all([...posted.values()].map((paper) => summaries(paper, settings))))
  }
  const all = idsOf('thread')
  const ids = all.slice(subject.from, subject.to)
  const [papers, attention] = [await findPapers(db, ids), await attentionOf(db, ids)]
  const ranks = new Map(outcomes.map(({ paper, rank }) => [paper, rank]))
  const cards = ids.flatMap((id) => {
    const paper = papers.get(id)
    return paper ? [listedCard(paper, attention.get(id) ?? NO_ATTENTION, ranks.get(id) ?? null)] : []
  })
  return listMessage(cards, subject.from === 0 ? all.length : null)
}
