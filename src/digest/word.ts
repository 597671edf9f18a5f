import type { Logger } from 'pino'
import type { Delivery } from '../delivery/delivery.ts'
import type { Message } from '../message.ts'
import type { PaperId } from '../paper.ts'
import { findChannel } from '../store/channels.ts'
import { holdDelivery, storeMessages, unwordedDeliveries } from '../store/deliveries.ts'
import { findDigest, outcomesOfDigest } from '../store/digests.ts'
import type { Store } from '../store/open.ts'
import { type Attention, attentionOf, findPapers } from '../store/papers.ts'
import type { Summarize, Summary } from '../summarize/summarize.ts'
import { nextPost } from './schedule.ts'
import { type Defaults, effectiveSettings } from './settings.ts'
import {
  type DigestWords,
  headingMessage,
  lineCard,
  listMessage,
  nothingMessage,
  paperMessage,
  tailMessage,
} from './words.ts'

const WORDED_TOGETHER = 50
const NOBODY: Attention = { upvotes: null, comments: null, days: [] }

export type WordContext = { store: Store; defaults: Defaults; summarize: Summarize; log: Logger; signal: AbortSignal }

/** Gives every planned delivery its message; from there on each attempt renders that record. Returns how many were worded. */
export async function wordPlanned(context: WordContext): Promise<number> {
  let worded = 0
  for (;;) {
    const planned = await unwordedDeliveries(context.store.db, WORDED_TOGETHER)
    if (planned.length === 0 || context.signal.aborted) return worded
    const digests = createDigestReader(context)
    const messages: { id: string; message: Message }[] = []
    for (const delivery of planned) {
      try {
        messages.push({ id: delivery.id, message: await wordOne(context, digests, delivery) })
      } catch (err) {
        if (context.signal.aborted) return worded
        await hold(context, delivery, err)
      }
    }
    await context.store.write((db) => storeMessages(db, messages))
    worded += messages.length
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
  const known = new Map<string, Promise<DigestWords>>()
  const read = async (place: Delivery['place'], date: string): Promise<DigestWords> => {
    const [digest, channel] = [await findDigest(store.db, place, date), await findChannel(store.db, place)]
    if (!digest || !channel) throw new Error(`The digest of ${place} for ${date} is not on record.`)
    const settings = effectiveSettings(channel.settings, defaults)
    const { counts, coversSince, notes, plannedAt } = digest
    return {
      date,
      counts,
      coversSince,
      notes,
      timezone: settings.timezone,
      next: nextPost(settings, plannedAt, date)?.at ?? null,
    }
  }
  return (place: Delivery['place'], date: string): Promise<DigestWords> => {
    const key = `${place} ${date}`
    const words = known.get(key) ?? read(place, date)
    known.set(key, words)
    return words
  }
}

async function wordOne(context: WordContext, digests: DigestReader, { place, subject }: Delivery): Promise<Message> {
  const { db } = context.store
  if (subject.kind === 'heading') return headingMessage(await digests(place, subject.date))
  if (subject.kind === 'nothing') return nothingMessage(await digests(place, subject.date))
  if (subject.kind === 'paper') {
    const paper = (await findPapers(db, [subject.paper])).get(subject.paper)
    if (!paper) throw new Error(`${subject.paper} was chosen for ${place} but is not on record.`)
    const attention = (await attentionOf(db, [paper.id])).get(paper.id) ?? NOBODY
    return paperMessage(paper, attention, await context.summarize(paper, 'lines', context.signal))
  }
  const outcomes = await outcomesOfDigest(db, place, subject.date)
  if (subject.kind === 'tail')
    return tailMessage(await digests(place, subject.date), await summaryOrigins(context, outcomes))
  const listed = outcomes.filter(({ outcome }) => outcome === 'thread').slice(subject.from, subject.to)
  const ids = listed.map(({ paper }) => paper)
  const [papers, attention] = [await findPapers(db, ids), await attentionOf(db, ids)]
  const cards = listed.flatMap(({ paper: id, rank }) => {
    const paper = papers.get(id)
    return paper ? [lineCard(paper, attention.get(id) ?? NOBODY, rank)] : []
  })
  const all = outcomes.filter(({ outcome }) => outcome === 'thread').length
  return listMessage(cards, subject.from === 0 ? all : null)
}

async function summaryOrigins(
  { store, summarize, signal }: WordContext,
  outcomes: { paper: PaperId; outcome: string }[],
): Promise<Summary['by'][]> {
  const posted = outcomes.flatMap(({ paper, outcome }) => (outcome === 'posted' ? [paper] : []))
  const papers = await findPapers(store.db, posted)
  const summaries = await Promise.all([...papers.values()].map((paper) => summarize(paper, 'lines', signal)))
  return summaries.map(({ by }) => by)
}
