import pLimit from 'p-limit'
import { type Channel, listChannels } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { IsoDay, SourceName } from '../../core/paper.ts'
import { dueDate, localDate, postMoment } from '../../core/schedule.ts'
import type { TraitsOf } from '../../core/setup.ts'
import { chunksOf } from '../../core/yield-to-event-loop.ts'
import type { Store } from '../../db/open.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { bisect, type IsolationContext, isolated } from '../../state/isolated.ts'
import type { Part } from '../../state/state.ts'
import { findDigest, insertDigests, type NewDigest } from '../stored-digests.ts'
import { type DraftRequest, draftDigests } from './draft.ts'

/** Channels chosen for together share what is read from the database. */
const DRAFTED_TOGETHER = 200
/** Digests written in one transaction, about 10 ms: other writers need their turn. */
const WRITTEN_TOGETHER = 20
/** PostgreSQL writes for two as fast as for one; SQLite has one writer. */
const WRITERS = 2
/** So long an empty digest waits for a failing source. */
const PATIENCE_MS = 2 * 3_600_000

export type PlanContext = IsolationContext & { defaults: Defaults; traitsOf: TraitsOf }

/** Plans a digest for every channel whose local time has come. Repeating it changes nothing. Returns how many. */
export async function planDue(context: PlanContext, now: number): Promise<number> {
  const { store, defaults } = context
  const due: { channel: Channel; date: IsoDay }[] = []
  for (const channel of await listChannels(store.db)) {
    if (channel.state !== 'active') continue
    const date = await isolated(context, planOf(channel, 'schedule'), () => dateDue(channel, defaults, now))
    if (date !== null) due.push({ channel, date })
  }
  let planned = 0
  for (const [date, together] of Map.groupBy(due, ({ date }) => date)) {
    const channels = together.map(({ channel }) => channel)
    for (const some of chunksOf(channels, DRAFTED_TOGETHER))
      planned += await planTogether(context, some, { date, now, scope: 'news' })
  }
  return planned
}

async function planTogether(context: PlanContext, due: Channel[], request: DraftRequest): Promise<number> {
  const { store, defaults } = context
  const draftReady = async (channels: Channel[]): Promise<NewDigest[]> => {
    const drafts = await draftDigests(context, channels, request)
    const failing = await failingSources(store)
    return drafts.filter((draft, index) => {
      const channel = channels[index]
      return channel !== undefined && !shouldWait(channel, draft, { defaults, failing, now: request.now })
    })
  }
  const drafts = await bisect(context, due, draftReady, async (channel, err) => {
    await isolated(context, planOf(channel, 'choose'), () => Promise.reject(err))
    return []
  })
  for (const { channel } of drafts) context.state.record(planOf({ id: channel }, 'choose'), null)
  return record(context, drafts)
}

const planOf = ({ id }: Pick<Channel, 'id'>, step: string): Part => ({ kind: 'channel', name: id, step })

/** The day of the digest that a channel should have had by now; it gets its first one at once. */
export function dateDue(channel: Channel, defaults: Defaults, now: number): IsoDay | null {
  const settings = effectiveSettings(channel.settings, defaults)
  return channel.lastDigestOn === null
    ? localDate(settings.timezone, now)
    : dueDate(settings, now, channel.lastDigestOn)
}

/** An empty digest waits a while for a failing source; a channel's first one waits until there are papers. */
function shouldWait(
  channel: Channel,
  draft: NewDigest,
  { defaults, failing, now }: { defaults: Defaults; failing: Set<SourceName>; now: number },
): boolean {
  if (draft.deliveries.some(({ subject }) => subject.kind !== 'nothing')) return false
  if (channel.lastDigestOn === null) return true
  const settings = effectiveSettings(channel.settings, defaults)
  const moment = postMoment(settings, draft.date) ?? now
  return settings.sources.some((source) => failing.has(source)) && now < moment + PATIENCE_MS
}

async function failingSources(store: Store): Promise<Set<SourceName>> {
  const health = [...(await sourceHealth(store.db)).values()]
  return new Set(health.flatMap(({ name, failingSince }) => (failingSince === null ? [] : [name])))
}

/** Stores digests, but for those that another process stored in the meantime. Returns how many. */
export async function record(context: PlanContext, drafts: NewDigest[]): Promise<number> {
  const writing = pLimit(WRITERS)
  const chunks = chunksOf(drafts, WRITTEN_TOGETHER)
  const recorded = await Promise.all(chunks.map((some) => writing(() => recordTogether(context, some))))
  return recorded.flat().length
}

function recordTogether(context: PlanContext, drafts: NewDigest[]): Promise<NewDigest[]> {
  const { store, log } = context
  const write = async (some: NewDigest[]) => {
    await store.write((db) => insertDigests(db, some))
    for (const { channel, date, counts } of some) {
      log.info({ channel, date, ...counts }, 'digest planned')
      context.state.record(planOf({ id: channel }, 'record'), null)
    }
    return some
  }
  return bisect(context, drafts, write, async ({ channel, date }, err) => {
    await isolated(context, planOf({ id: channel }, 'record'), async () => {
      if (!(await findDigest(store.db, channel, date))) throw err
    })
    return []
  })
}
