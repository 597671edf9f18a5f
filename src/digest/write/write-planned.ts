import type { Logger } from 'pino'
import type { Defaults } from '../../channels/settings.ts'
import { type ChannelId, type DeliveryId, idOf } from '../../core/chat.ts'
import { describeError } from '../../core/error-words.ts'
import { inRun } from '../../core/log.ts'
import type { Message } from '../../core/message.ts'
import type { IsoDay } from '../../core/paper.ts'
import type { Store } from '../../db/open.ts'
import type { Delivery } from '../../outbox/delivery.ts'
import { holdDelivery, plannedDeliveries, storeMessages } from '../../outbox/messages.ts'
import type { Outbox } from '../../outbox/outbox.ts'
import { bisect } from '../../state/isolated.ts'
import type { Summarize } from '../../summaries/summary.ts'
import { createSummaries, type Summaries } from '../../summaries/team-summaries.ts'
import { composePaper, composePart, type DeliveryViews, loadViews } from './compose.ts'
import { createPaperReader, type PaperReader } from './read-papers.ts'
import type { TeamNews } from './texts.ts'

const BATCH = 50

export type WriteContext = {
  store: Store
  defaults: Defaults
  summarize: Summarize
  log: Logger
  signal: AbortSignal
  /** For the letters of who was let into a team; absent where there are none. */
  teamNews?: (reader: ChannelId, date: IsoDay) => Promise<TeamNews | null>
}

/**
 * Writes the message of every planned delivery; each attempt to send renders that record. Returns how many, and wakes
 * the outbox for them.
 */
export async function writeMessages(context: WriteContext, outbox?: Pick<Outbox, 'wake'>): Promise<number> {
  const { store, signal } = context
  const summaries = createSummaries(store.db, context.summarize, signal)
  const papers = createPaperReader(store.db)
  let written = 0
  for (;;) {
    const planned = await plannedDeliveries(store.db, BATCH)
    if (planned.length === 0 || signal.aborted) break
    const ready = await bisect(context, planned, write, async (delivery, err) => {
      await hold(context, delivery, err)
      return []
    })
    written += ready.length
  }
  if (written > 0) outbox?.wake()
  return written

  async function write(planned: Delivery[]): Promise<ReadyDelivery[]> {
    const composing = { ...context, papers, summaries, views: await loadViews(store.db, context.defaults, planned) }
    // Side by side, so that the summaries of a digest are asked for together.
    const messages = await Promise.all(
      planned.map((delivery) => inRun(delivery.plannedAt, () => composeOrHold(composing, delivery))),
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

/** One that cannot be written is reported, and the others go on. */
async function composeOrHold(context: ComposeContext, delivery: Delivery): Promise<ReadyDelivery | null> {
  try {
    const { id, subject, team } = delivery
    // The bot adds the team's voting emoji to each paper, so that one tap votes.
    const seed = subject.kind === 'paper' ? [context.views.vote(team)] : []
    return { id, message: await composeMessage(context, delivery), seed }
  } catch (err) {
    if (!context.signal.aborted) await hold(context, delivery, err)
    return null
  }
}

async function hold({ store, log }: WriteContext, { id, to }: Delivery, err: unknown): Promise<void> {
  log.error({ err, delivery: id, place: idOf(to) }, 'delivery could not be written')
  const reason = `it could not be written: ${describeError(err)}`
  await store.write((db) => holdDelivery(db, id, reason, store.now()))
}

async function composeMessage(context: ComposeContext, { to, team, subject }: Delivery): Promise<Message> {
  if (subject.kind === 'said') return subject.message
  if (!('channel' in to)) throw new Error(`Only a channel gets digests and papers, and ${to.person} is a person.`)
  const { views, papers, summaries, teamNews } = context
  const news = teamNews && ((date: IsoDay) => teamNews(to.channel, date))
  const sources = { papers, summaries: summaries(team), ...(news && { news }) }
  if (subject.kind !== 'paper' || !subject.by)
    return composePart(subject, views.digest(to.channel, subject.date), sources)
  // A suggested paper belongs to no digest. The mention rings the one person who has just asked for it: Slack cannot
  // name somebody in a new post otherwise.
  const message = await composePaper(subject.paper, views.settings(to.channel), sources)
  const mention = { label: 'Suggested by', person: subject.by, rings: true }
  return { ...message, cards: message.cards.map((card) => ({ ...card, mention })) }
}
