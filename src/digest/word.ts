import type { Logger } from 'pino'
import type { DeliveryId, PersonId } from '../chat.ts'
import type { Delivery } from '../delivery/delivery.ts'
import { VOTE, votingOf } from '../discussion/settings.ts'
import { inRun } from '../log.ts'
import type { Message } from '../message.ts'
import type { PaperId } from '../paper.ts'
import { findChannel } from '../store/channels.ts'
import { holdDelivery, storeMessages, unwordedDeliveries } from '../store/deliveries.ts'
import { findDigest, outcomesOfDigest } from '../store/digests.ts'
import type { Store } from '../store/open.ts'
import { teamSettingsOf } from '../store/teams.ts'
import type { Summarize } from '../summarize/summarize.ts'
import { createPaperReader, type ReadPapers } from './reading.ts'
import { nextPost } from './schedule.ts'
import { type Defaults, effectiveSettings } from './settings.ts'
import { createSummaries, type Summaries } from './summaries.ts'
import { type DigestView, wordPaper, wordPart } from './wording.ts'

const WORDED_TOGETHER = 50

export type WordContext = { store: Store; defaults: Defaults; summarize: Summarize; log: Logger; signal: AbortSignal }

/** Gives every planned delivery its message; from there on each attempt renders that record. Returns how many were worded. */
export async function wordPlanned(context: WordContext): Promise<number> {
  const { store, signal } = context
  const summaries = createSummaries(store.db, context.summarize, signal)
  const papers = createPaperReader(store.db)
  let worded = 0
  for (;;) {
    const planned = await unwordedDeliveries(store.db, WORDED_TOGETHER)
    if (planned.length === 0 || signal.aborted) return worded
    const digests = createDigestReader(context)
    // Side by side, so that the summaries of a digest are asked for together.
    const messages = await Promise.all(
      planned.map((delivery) =>
        inRun(delivery.plannedAt, () => wordOrHold({ ...context, digests, papers, summaries }, delivery)),
      ),
    )
    if (signal.aborted) return worded
    const ready = messages.filter((message) => message !== null)
    await store.write((db) => storeMessages(db, ready))
    worded += ready.length
  }
}

type WordedDelivery = { id: DeliveryId; message: Message; seed: string[] }
type Wording = WordContext & { digests: DigestReader; papers: ReadPapers; summaries: Summaries }

/** One that cannot be worded is reported, and the others go on. */
async function wordOrHold(context: Wording, delivery: Delivery): Promise<WordedDelivery | null> {
  try {
    return { id: delivery.id, message: await wordOne(context, delivery), seed: await seedOf(context, delivery) }
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

type DigestReader = ReturnType<typeof createDigestReader>

/** What several messages of one digest need is read once. */
function createDigestReader({ store, defaults }: WordContext) {
  const known = new Map<string, Promise<DigestView>>()
  const read = async (place: Delivery['place'], date: string): Promise<DigestView> => {
    const [digest, channel] = [await findDigest(store.db, place, date), await findChannel(store.db, place)]
    if (!digest || !channel) throw new Error(`The digest of ${place} for ${date} is not on record.`)
    const settings = effectiveSettings(channel.settings, defaults)
    const { counts, coversSince, notes, plannedAt } = digest
    const [vote = VOTE] = votingOf(await teamSettingsOf(store.db, channel.team))
    const next = nextPost(settings, plannedAt, date)?.at ?? null
    return {
      settings,
      words: { date, counts, coversSince, notes, timezone: settings.timezone, vote, next },
      outcomes: await outcomesOfDigest(store.db, place, date),
    }
  }
  return (place: Delivery['place'], date: string): Promise<DigestView> => {
    const key = `${place} ${date}`
    const digest = known.get(key) ?? read(place, date)
    known.set(key, digest)
    return digest
  }
}

/** A paper is seeded with what votes in its team, so that one tap does. */
async function seedOf({ store }: WordContext, { team, subject }: Delivery): Promise<string[]> {
  return subject.kind === 'paper' ? votingOf(await teamSettingsOf(store.db, team)).slice(0, 1) : []
}

async function wordOne(context: Wording, { place, subject }: Delivery): Promise<Message> {
  const { digests, papers, summaries } = context
  if (subject.kind === 'said') return subject.message
  if (subject.kind === 'paper' && subject.by)
    return wordSuggested(context, place, { paper: subject.paper, by: subject.by })
  return wordPart(subject, await digests(place, subject.date), { papers, summaries })
}

/** Belongs to no digest, and says whose idea it was where that was had. */
async function wordSuggested(
  { store: { db }, defaults, papers, summaries }: Wording,
  place: Delivery['place'],
  { paper, by }: Suggested,
): Promise<Message> {
  const settings = effectiveSettings((await findChannel(db, place))?.settings ?? {}, defaults)
  const message = await wordPaper(paper, settings, { papers, summaries })
  // It rings the one person who has just asked for it: Slack cannot name somebody in a new post otherwise.
  const mention = { label: 'Suggested by', person: by, rings: true }
  return { ...message, cards: message.cards.map((card) => ({ ...card, mention })) }
}

type Suggested = { paper: PaperId; by: PersonId }
