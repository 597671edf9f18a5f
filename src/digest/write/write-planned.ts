import type { Logger } from 'pino'
import type { Defaults } from '../../channels/settings.ts'
import type { DeliveryId, PersonId } from '../../core/chat.ts'
import { inRun } from '../../core/log.ts'
import type { Message } from '../../core/message.ts'
import type { Store } from '../../db/open.ts'
import { holdDelivery, plannedDeliveries, storeMessages } from '../../outbox/deliveries.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { bisect } from '../../state/isolated.ts'
import type { Summarize } from '../../summaries/summary.ts'
import { createSummaries, type Summaries } from '../../summaries/team-summaries.ts'
import { composePaper, composePart } from './compose.ts'
import { createPaperReader, type PaperReader } from './read-papers.ts'
import { type DeliveryViews, loadViews } from './views.ts'

const BATCH = 50

export type WriteContext = { store: Store; defaults: Defaults; summarize: Summarize; log: Logger; signal: AbortSignal }

/** Gives every planned delivery its message; from there on each attempt renders that record. Returns how many were worded. */
export async function writeMessages(context: WriteContext): Promise<number> {
  const { store, signal } = context
  const summaries = createSummaries(store.db, context.summarize, signal)
  const papers = createPaperReader(store.db)
  let worded = 0
  for (;;) {
    const planned = await plannedDeliveries(store.db, BATCH)
    if (planned.length === 0 || signal.aborted) return worded
    const ready = await bisect(context, planned, word, async (delivery, err) => {
      await hold(context, delivery, err)
      return []
    })
    worded += ready.length
  }

  async function word(planned: Delivery[]): Promise<ReadyDelivery[]> {
    const wording = { ...context, papers, summaries, views: await loadViews(store.db, context.defaults, planned) }
    // Side by side, so that the summaries of a digest are asked for together.
    const messages = await Promise.all(
      planned.map((delivery) => inRun(delivery.plannedAt, () => composeOrHold(wording, delivery))),
    )
    const ready = messages.filter((message) => message !== null)
    if (!signal.aborted) await store.write((db) => storeMessages(db, ready))
    return ready
  }
}

type ReadyDelivery = { id: DeliveryId; message: Message; seed: string[] }
type ComposeContext = WriteContext & {
  papers: PaperReader
  summaries: (team: string) => Summaries
  views: DeliveryViews
}

/** One that cannot be worded is reported, and the others go on. */
async function composeOrHold(context: ComposeContext, delivery: Delivery): Promise<ReadyDelivery | null> {
  try {
    const { id, subject, team } = delivery
    // A paper is seeded with what votes in its team, so that one tap does.
    const seed = subject.kind === 'paper' ? [context.views.vote(team)] : []
    return { id, message: await composeMessage(context, delivery), seed }
  } catch (err) {
    if (!context.signal.aborted) await hold(context, delivery, err)
    return null
  }
}

async function hold({ store, log }: WriteContext, { id, place }: Delivery, err: unknown): Promise<void> {
  log.error({ err, delivery: id, place }, 'delivery could not be worded')
  const reason = `it could not be worded: ${err instanceof Error ? err.message : String(err)}`
  await store.write((db) => holdDelivery(db, id, reason, store.now()))
}

async function composeMessage(
  { views, papers, summaries }: ComposeContext,
  { place, team, subject }: Delivery,
): Promise<Message> {
  if (subject.kind === 'said') return subject.message
  const reading = { papers, summaries: summaries(team) }
  if (subject.kind !== 'paper' || !subject.by) return composePart(subject, views.digest(place, subject.date), reading)
  return suggestedBy(subject.by, await composePaper(subject.paper, views.settings(place), reading))
}

/** Belongs to no digest, and says whose idea it was where that was had. */
function suggestedBy(person: PersonId, message: Message): Message {
  // It rings the one person who has just asked for it: Slack cannot name somebody in a new post otherwise.
  const mention = { label: 'Suggested by', person, rings: true }
  return { ...message, cards: message.cards.map((card) => ({ ...card, mention })) }
}
