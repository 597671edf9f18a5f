import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { platformOf } from '../../core/chat.ts'
import type { IsoDay, SourceName } from '../../core/paper.ts'
import { addDays, DAY_MS } from '../../core/schedule.ts'
import type { Traits, TraitsOf } from '../../core/setup.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import type { Db } from '../../db/db.ts'
import { deliveryId, type Subject } from '../../outbox/delivery.ts'
import type { NewDelivery } from '../../outbox/plan-deliveries.ts'
import { OVERLAP_DAYS } from '../../sources/collecting/collect.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { sourceNotes } from '../../sources/collecting/source-notes.ts'
import {
  chooseFrom,
  listedOn,
  loadDecisions,
  loadDigestDates,
  loadPool,
  loadStartDays,
  newestDays,
  newsSince,
  type StartDays,
} from '../choose/candidates.ts'
import { type Choice, countOutcomes } from '../choose/choose.ts'
import type { NewDigest } from '../stored-digests.ts'

/** A paper may be stored days before a digest can take it: another source, a slow transaction. */
const LOOK_BACK_MS = 4 * DAY_MS
const EVER: IsoDay = '9999-12-31'
/** Lines in one thread message: shortened, they fit every platform’s text budget and its menus. */
const LIST_SIZE = 20
/** Deliveries one digest may have: the heading, the papers, the lists, the last line. */
const SLOTS = 1000

export type DraftRequest = {
  date: IsoDay
  now: number
  /** `news`: what came since the last digest. `day`: what sources list on `date`, and what came late to days before. */
  scope: 'news' | 'day'
}

type DraftContext = { store: { db: Db }; defaults: Defaults; traitsOf: TraitsOf }

/** Chooses for channels that are planned together, and stores nothing. */
export async function draftDigests(
  { store: { db }, defaults, traitsOf }: DraftContext,
  channels: Channel[],
  { date, now, scope }: DraftRequest,
): Promise<NewDigest[]> {
  const ids = channels.map(({ id }) => id)
  const isNews = scope === 'news'
  const overlap = addDays(date, -OVERLAP_DAYS)
  const withSettings = channels.map((channel) => ({ channel, settings: effectiveSettings(channel.settings, defaults) }))
  const sources = [...new Set(withSettings.flatMap(({ settings }) => settings.sources))]
  const [newest, known] = [await newestDays(db, sources, EVER), await loadStartDays(db, ids)]
  const health = await sourceHealth(db)
  const digestDates = isNews ? new Map() : await loadDigestDates(db, ids, overlap)
  const drafting = withSettings.map(({ channel, settings }) => {
    const days = startDaysOf(settings.sources, known.get(channel.id), newest)
    return { channel, settings, ...days }
  })
  const startDays = drafting.flatMap((one) => [...one.startDays.values()])
  const watermarks = channels.map(({ lastPlannedAt }) => (lastPlannedAt === null ? 0 : lastPlannedAt - LOOK_BACK_MS))
  const range = isNews
    ? { since: startDays.toSorted()[0] ?? EVER, until: EVER, seenAfter: Math.min(...watermarks) }
    : { since: overlap, until: date, seenAfter: 0 }
  const pool = await loadPool(db, { sources, ...range })
  const decisions = await loadDecisions(db, ids, [...pool.keys()])
  const yieldToEventLoop = createYielder()
  const drafts: NewDigest[] = []
  for (const { channel, settings, startDays, newStartDays } of drafting) {
    await yieldToEventLoop()
    const { id, lastPlannedAt } = channel
    const candidacy = isNews
      ? newsSince(lastPlannedAt, startDays)
      : listedOn(date, digestDates.get(id) ?? new Set<IsoDay>())
    const choices = chooseFrom(pool.values(), candidacy, decisions.get(id) ?? new Map(), settings, date)
    drafts.push({
      channel: id,
      date,
      plannedAt: now,
      coversSince: isNews ? lastPlannedAt : null,
      advances: isNews,
      startDays: isNews ? newStartDays : new Map(),
      choices,
      counts: countOutcomes(choices),
      notes: sourceNotes(settings, health, now),
      ...digestDeliveries(channel, traitsOf(platformOf(id)), date, choices, now),
    })
  }
  return drafts
}

/** A new channel starts at the newest day that has papers; a source added later starts after what it shows now. */
function startDaysOf(
  sources: SourceName[],
  own: StartDays | undefined,
  newest: StartDays,
): { startDays: StartDays; newStartDays: StartDays } {
  const days = sources.flatMap((source) => newest.get(source) ?? [])
  const newestOfAll = days.toSorted().at(-1)
  const newStartDays: StartDays = new Map()
  for (const source of sources) {
    const day = newest.get(source)
    if (own?.has(source) || newestOfAll === undefined) continue
    if (!own) newStartDays.set(source, newestOfAll)
    else if (day !== undefined) newStartDays.set(source, addDays(day, 1))
  }
  return { startDays: new Map([...(own ?? []), ...newStartDays]), newStartDays }
}

/**
 * What a digest sends: a heading, a message for each posted paper, the rest in the heading's thread, and a last line.
 * Where the platform writes letters it is all one letter.
 */
export function digestDeliveries(
  channel: Channel,
  { digest }: Pick<Traits, 'digest'>,
  date: IsoDay,
  choices: Choice[],
  now: number,
): Pick<NewDigest, 'deliveries' | 'postings'> {
  const key = (part: string) => `digest:${channel.id}:${date}:${part}`
  const deliveries: NewDelivery[] = []
  const add = (part: string, subject: Subject, parent: string | null) => {
    deliveries.push({
      key: key(part),
      to: { channel: channel.id },
      team: channel.team,
      seq: now * SLOTS + deliveries.length,
      parent,
      subject,
      plannedAt: now,
    })
  }
  const best = choices.filter(({ outcome }) => outcome === 'posted')
  const posted = channel.settings.order === 'shuffled' ? shuffle(channel, date, best) : best
  const listed = choices.filter(({ outcome }) => outcome === 'thread').length
  const isLetter = digest === 'letter'
  if (posted.length === 0 && listed === 0) {
    // A channel hears why there is nothing; nobody wants a letter that says so.
    if (!isLetter) add('nothing', { kind: 'nothing', date }, null)
    return { deliveries, postings: [] }
  }
  const first = isLetter ? 'letter' : 'heading'
  add(first, { kind: first, date }, null)
  const parent = channel.settings.layout === 'thread' ? key('heading') : null
  const postings = posted.map(({ paper: { id: paper } }, index) => {
    const [part, position] = [isLetter ? 'letter' : `paper:${paper}`, index + 1]
    if (!isLetter) add(part, { kind: 'paper', date, paper, position }, parent)
    return { paper, position, delivery: deliveryId(key(part)) }
  })
  if (isLetter) return { deliveries, postings }
  for (let from = 0; from < listed; from += LIST_SIZE) {
    const to = Math.min(from + LIST_SIZE, listed)
    add(`list:${from / LIST_SIZE + 1}`, { kind: 'list', date, from, to }, key('heading'))
  }
  add('tail', { kind: 'tail', date }, key('heading'))
  return { deliveries, postings }
}

/** The order follows from the channel and the day, so that a second attempt is the same. */
function shuffle({ id }: Channel, date: IsoDay, posted: Choice[]): Choice[] {
  const sortKey = ({ paper }: Choice) => deliveryId(`${id} ${date} ${paper.id}`)
  return posted.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}
