import pLimit from 'p-limit'
import type { Logger } from 'pino'
import type { IsoDay } from '../paper.ts'
import { type Channel, listChannels } from '../store/channels.ts'
import { insertDigests, type NewDigest } from '../store/digests.ts'
import type { Store } from '../store/open.ts'
import { sourceHealth } from '../store/sources.ts'
import { draftDigests } from './draft.ts'
import { dueDate, localDate, postMoment } from './schedule.ts'
import { type Defaults, effectiveSettings } from './settings.ts'

/** Channels chosen for together share what is read from the database. */
const DRAFTED_TOGETHER = 200
/** Digests written in one transaction: about 10 ms, so that others who write have their turn in between. */
const WRITTEN_TOGETHER = 20
/** A server writes for two as fast as for one; SQLite lets one after the other. */
const WRITERS = 2
/** So long a morning waits for a failing source before the channel hears of it. */
const PATIENCE_MS = 2 * 3_600_000

export type PlanContext = { store: Store; defaults: Defaults; log: Logger }

/** Plans a digest for every channel whose local time has come. Repeating it changes nothing. Returns how many were planned. */
export async function planDue({ store, defaults, log }: PlanContext, now: number): Promise<number> {
  const channels = await listChannels(store.db)
  const byDate = new Map<IsoDay, Channel[]>()
  for (const channel of channels) {
    const date = channel.state === 'active' ? dateDue(channel, defaults, now) : null
    if (date === null) continue
    const together = byDate.get(date) ?? []
    together.push(channel)
    byDate.set(date, together)
  }
  let planned = 0
  for (const [date, due] of byDate)
    for (let start = 0; start < due.length; start += DRAFTED_TOGETHER) {
      const together = due.slice(start, start + DRAFTED_TOGETHER)
      const drafts = await draftDigests(store.db, together, defaults, { date, now, scope: 'news' })
      const failing = await anySourceFails(store)
      const ready = drafts.filter((draft, index) => {
        const channel = together[index]
        return channel !== undefined && !shouldWait(channel, draft, { defaults, failing, now })
      })
      planned += await record(store, ready, log)
    }
  return planned
}

/** A channel that has had no digest yet gets its first one at once. */
function dateDue(channel: Channel, defaults: Defaults, now: number): IsoDay | null {
  const settings = effectiveSettings(channel.settings, defaults)
  return channel.lastDigestOn === null
    ? localDate(settings.timezone, now)
    : dueDate(settings, now, channel.lastDigestOn)
}

/** An empty digest because a source fails is put off for a while; one before anything was ever collected, until something was. */
function shouldWait(
  channel: Channel,
  draft: NewDigest,
  { defaults, failing, now }: { defaults: Defaults; failing: boolean; now: number },
): boolean {
  if (draft.deliveries.some(({ subject }) => subject.kind !== 'nothing')) return false
  if (channel.lastDigestOn === null) return true
  const moment = postMoment(effectiveSettings(channel.settings, defaults), draft.date) ?? now
  return failing && now < moment + PATIENCE_MS
}

async function anySourceFails(store: Store): Promise<boolean> {
  return [...(await sourceHealth(store.db)).values()].some(({ failingSince }) => failingSince !== null)
}

/** Stores digests with their deliveries. One that somebody else planned in the meantime is left to them. Returns how many are stored. */
export async function record(store: Store, drafts: NewDigest[], log: Logger): Promise<number> {
  const writing = pLimit(WRITERS)
  const chunks = Array.from({ length: Math.ceil(drafts.length / WRITTEN_TOGETHER) }, (_, index) =>
    drafts.slice(index * WRITTEN_TOGETHER, (index + 1) * WRITTEN_TOGETHER),
  )
  const recorded = await Promise.all(chunks.map((chunk) => writing(() => recordTogether(store, chunk, log))))
  return recorded.reduce((sum, one) => sum + one, 0)
}

async function recordTogether(store: Store, drafts: NewDigest[], log: Logger): Promise<number> {
  try {
    await store.write((db) => insertDigests(db, drafts))
    for (const { channel, date, counts } of drafts) log.info({ channel, date, ...counts }, 'digest planned')
    return drafts.length
  } catch (err) {
    const [first, ...more] = drafts
    if (more.length === 0) log.warn({ err, channel: first?.channel, date: first?.date }, 'digest not planned')
    let recorded = 0
    for (const one of more.length > 0 ? drafts : []) recorded += await recordTogether(store, [one], log)
    return recorded
  }
}
