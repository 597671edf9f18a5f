import { describeNextPost, listChannels } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { describeError, remedyFor } from '../../core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import { formatMoment } from '../../core/schedule.ts'
import type { Setup } from '../../core/setup.ts'
import { postgresRemedies } from '../../db/postgres.ts'
import { describeServer, tryToWrite } from '../../db/probe.ts'
import { sqliteRemedies } from '../../db/sqlite.ts'
import { count } from '../../digest/write/texts.ts'
import { findAlertPlace } from '../../ops/notify-admin.ts'
import { describeLowDisk } from '../../ops/watch/disk.ts'
import { partIssues } from '../../ops/watch/part-issues.ts'
import { stuckDeliveries } from '../../outbox/backlog.ts'
import { corpusSize } from '../../papers/papers.ts'
import { HISTORY_MONTHS } from '../../sources/collecting/history.ts'
import { readMonths } from '../../sources/collecting/source-health.ts'
import { loadState } from '../../state/saved-state.ts'
import type { App } from '../wiring/open-app.ts'

const START = '`npm start` starts it.'
/** A tick comes every minute, and may take a while. */
const SILENT_MS = 15 * 60_000

export async function examineDatabase({ store }: Pick<App, 'store'>): Promise<Finding[]> {
  const { papers, since } = await corpusSize(store.db)
  const size = `${count(papers, 'paper')}${since ? ` since ${since}` : ''}`
  const open = fine(`The database ${store.place} is open: ${size}. ${await describeServer(store)}.`)
  const full = await describeLowDisk(store)
  const disk = full ? [odd(`The disk is almost full: ${full}.`, 'Free some space, or move the database.')] : []
  return [open, ...(await examineWriting(store)), ...disk]
}

async function examineWriting(store: App['store']): Promise<Finding[]> {
  try {
    await tryToWrite(store)
    return []
  } catch (error) {
    const remedies = store.dialect === 'postgres' ? postgresRemedies : sqliteRemedies
    const remedy = remedyFor(error, remedies) ?? 'Its user needs the right to create and change tables.'
    return [broken(`The database ${store.place} cannot be written to: ${describeError(error)}.`, remedy)]
  }
}

export async function examineHistory({ store }: Pick<App, 'store'>): Promise<Finding[]> {
  const read = (await readMonths(store.db, 'huggingface')).size
  const past = `${read} of the last ${HISTORY_MONTHS} months of Daily Papers can be searched`
  if (read >= HISTORY_MONTHS) return [fine(`${past}.`)]
  return [odd(`${past}; the running bot reads the others in the background.`)]
}

type Stated = Pick<App, 'store' | 'state'>

/** When the bot last ran with this database, and in which process; null: never. */
async function lastRun({ store, state }: Stated) {
  const outcomes = await loadState(store, state)
  const [lead, tick] = (['lead', 'tick'] as const).map((kind) => outcomes.find((one) => one.kind === kind))
  return lead && tick ? { outcomes, lead, tick } : null
}

export async function isRunning(app: Stated): Promise<boolean> {
  const last = await lastRun(app)
  return last !== null && isRecent(app, last.tick)
}

const isRecent = ({ store }: Stated, { at }: { at: number }): boolean => store.now() - at < SILENT_MS

export async function examineLastRun(app: Stated & Pick<App, 'defaults'>): Promise<Finding[]> {
  const { store, defaults } = app
  const last = await lastRun(app)
  if (last === null) return [odd('The bot has not run with this database yet.', START)]
  const { lead, tick, outcomes } = last
  const at = formatMoment(tick.at, defaults.timezone)
  const what = `The bot last ran at ${at}, for ${(tick.tookMs ?? 0) / 1000} s, in the process ${lead.name}.`
  const issues = partIssues(outcomes, await listChannels(store.db), defaults)
  const ran = isRecent(app, tick) ? fine(what) : odd(what, `It does not run now. ${START}`)
  return [ran, ...issues.map(({ channel, what }) => odd(`${channel ? `${channel.name}: ` : ''}${what}`))]
}

export async function examineDeliveries({ store }: Pick<App, 'store'>): Promise<Finding[]> {
  const stuck = await stuckDeliveries(store.db)
  const findings = stuck
    .slice(0, 10)
    .map(({ id, key, state, reason }) => odd(`${key} is ${state}: ${reason}.`, `\`paperboy retry ${id}\` revives it.`))
  if (stuck.length > 10) findings.push(odd(`… and ${stuck.length - 10} more.`, '`paperboy retry` revives all.'))
  return findings
}

type Examined = Pick<App, 'store' | 'state' | 'defaults' | 'connections'>

export async function examineChannels(app: Examined, setups: Setup[]): Promise<Finding[]> {
  const { store, defaults } = app
  const channels = await listChannels(store.db)
  if (channels.length === 0) return [await noChannel(app, setups)]
  return channels.map((channel) => {
    const { name, settings, state } = channel
    const { sources, postDays } = effectiveSettings(settings, defaults)
    const inChat = '`/papers settings` there'
    if (sources.length === 0) return broken(`${name} has no source that is configured here.`, `${inChat} chooses some.`)
    if (postDays.length === 0) return broken(`${name} has no posting day.`, `${inChat} chooses some.`)
    const next = `${name}: next post: ${describeNextPost(channel, defaults, Date.now())}.`
    return state === 'paused' ? odd(next) : fine(next)
  })
}

/** The first start subscribes what the settings list; what keeps a channel from that has a line of its own. */
async function noChannel(app: Examined, setups: Setup[]): Promise<Finding> {
  const listed = app.connections.flatMap(({ listed }) => listed)
  const running = await isRunning(app)
  if (listed.length > 0 && !running) return fine(`The first start subscribes ${listed.join(', ')}.`)
  const names = setups.flatMap(({ channelsSetting }) => channelsSetting ?? []).join(' or ')
  const remedy = `Type \`/papers subscribe\` in a channel, or set ${names}.`
  return running ? broken('No channel is subscribed.', remedy) : odd('No channel is subscribed yet.', remedy)
}

export async function examineAlerts(app: Pick<App, 'store' | 'alertChannel' | 'connections'>): Promise<Finding[]> {
  const { store, alertChannel, connections } = app
  if (alertChannel === null || (await findAlertPlace(store.db, alertChannel, null))) return []
  const named = alertChannel.replace(/^#/, '')
  if (connections.some(({ listed }) => listed.some((one) => one.replace(/^#/, '') === named))) return []
  const remedy = 'An id such as slack:T1/C1 always does.'
  return [broken(`ALERT_CHANNEL=${alertChannel} names no subscribed channel.`, remedy)]
}
