import { listChannels } from '../../channels/channels.ts'
import { type Finding, fine, odd } from '../../core/finding.ts'
import { formatMoment } from '../../core/schedule.ts'
import { partIssues } from '../../ops/watch/part-issues.ts'
import { stuckDeliveries } from '../../outbox/backlog.ts'
import { loadState } from '../../state/saved-state.ts'
import type { App } from '../wiring/open-app.ts'

const START = '`npm start` starts it.'
/** A tick comes every minute, and may take a while. */
const SILENT_MS = 15 * 60_000

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

/** What the running bot recorded at its last tick. */
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
