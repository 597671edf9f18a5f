import { listChannels } from '../channels/channels.ts'
import { describeNextPost } from '../channels/next-post.ts'
import { effectiveSettings } from '../channels/settings.ts'
import { broken, type Finding, fine, odd } from '../core/finding.ts'
import type { PaperSource } from '../core/paper.ts'
import { formatMoment, localDate } from '../core/schedule.ts'
import type { Setup } from '../core/setup.ts'
import { count } from '../digest/write/texts.ts'
import { findAlertPlace } from '../ops/notify-admin.ts'
import { partIssues } from '../ops/watch/part-issues.ts'
import { stuckDeliveries } from '../outbox/backlog.ts'
import { corpusSize } from '../papers/papers.ts'
import { HISTORY_MONTHS } from '../sources/collecting/history.ts'
import { readMonths, sourceHealth } from '../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../sources/collecting/source-notes.ts'
import { loadState } from '../state/saved-state.ts'
import { destinationsOf } from './settings/destinations.ts'
import { type CliVerb, print } from './verb.ts'
import type { App } from './wiring/app.ts'

export const doctorVerb =
  (setups: Setup[]): CliVerb =>
  (program, withApp) => {
    program
      .command('doctor')
      .description('checks settings, database, sources, channels; names each fix')
      .action(() =>
        withApp(async (app) => {
          const findings = await examine(app, setups)
          for (const finding of findings) print(describe(finding))
          return findings.some(({ state }) => state === 'broken') ? 1 : 0
        }),
      )
  }

/** Checks everything the bot needs, and names each fix. */
async function examine(app: App, setups: Setup[]): Promise<Finding[]> {
  return [
    ...examineSettings(app),
    ...examineDestinations(app, setups),
    await examineDatabase(app),
    await examineHistory(app),
    ...(await Promise.all(app.sources.map((source) => examineSource(app, source)))),
    ...(await Promise.all(app.connections.map(({ examine }) => examine()))).flat(),
    ...(await examineChannels(app, setups)),
    ...(app.vectors ? [await app.vectors.examine()] : []),
    ...(await examineRunning(app)),
    ...(await examineAlerts(app)),
    ...(await examineDeliveries(app)),
  ]
}

const describe = ({ state, what }: Finding): string => `${{ fine: '✔', odd: '!', broken: '✖' }[state]} ${what}`

function examineSettings({ config }: Pick<App, 'config'>): Finding[] {
  const { POST_AT, POST_DAYS, PAPERS_PER_DAY, SUMMARY_LANGUAGE, OPENAI_MODEL } = config
  const findings = config.warnings.map((warning) => odd(warning))
  if (config.timezoneIsGuessed) {
    const remedy = `Set TIMEZONE in .env if ${POST_AT} should be somebody’s local time.`
    findings.push(odd(`Times are in UTC, because the system is. ${remedy}`))
  } else
    findings.push(
      fine(`Posts at ${POST_AT} ${config.timezone}, ${POST_DAYS}, ${count(PAPERS_PER_DAY, 'paper')} a day.`),
    )
  if (SUMMARY_LANGUAGE !== 'en' && !OPENAI_MODEL) {
    const meanwhile = 'without OPENAI_MODEL summaries are sentences of the abstract, as written.'
    findings.push(odd(`SUMMARY_LANGUAGE=${SUMMARY_LANGUAGE} needs a model; ${meanwhile}`))
  }
  return findings
}

/** What leaves the machine, and to whom. */
const examineDestinations = ({ config }: Pick<App, 'config'>, setups: Setup[]): Finding[] =>
  destinationsOf(setups).flatMap(({ name, where, sent, ends }) => {
    const hosts = [...new Set(where(config))].join(', ')
    return hosts === '' ? [] : [fine(`Sends to ${hosts} (${name}): ${sent}. What ends it: ${ends}.`)]
  })

async function examineDatabase({ store }: Pick<App, 'store'>): Promise<Finding> {
  const { papers, since } = await corpusSize(store.db)
  return fine(`The database ${store.place} is open: ${count(papers, 'paper')}${since ? ` since ${since}` : ''}.`)
}

async function examineHistory({ store }: Pick<App, 'store'>): Promise<Finding> {
  const read = (await readMonths(store.db, 'huggingface')).size
  const past = `${read} of the last ${HISTORY_MONTHS} months of Daily Papers can be searched`
  return read < HISTORY_MONTHS ? odd(`${past}; the running bot reads the others in the background.`) : fine(`${past}.`)
}

async function examineSource({ store, signal }: Pick<App, 'store' | 'signal'>, source: PaperSource): Promise<Finding> {
  const label = sourceLabel(source.name)
  try {
    const today = localDate('UTC', Date.now())
    await source.fetchPapers({ since: today, until: today }, signal)
  } catch (error) {
    return broken(error instanceof Error ? error.message : `${label} could not be read.`)
  }
  const known = (await sourceHealth(store.db)).get(source.name)
  return known && isStale(known, Date.now())
    ? odd(`${label} answers, but has listed nothing new since ${known.newestDay}.`)
    : fine(`${label} answers.`)
}

async function examineChannels(
  { store, defaults }: Pick<App, 'store' | 'defaults'>,
  setups: Setup[],
): Promise<Finding[]> {
  const channels = await listChannels(store.db)
  if (channels.length === 0) {
    const names = setups.flatMap(({ channelsSetting }) => channelsSetting ?? []).join(' or ')
    return [broken(`No channel is subscribed: set ${names}, or start once without them to post to the terminal.`)]
  }
  return channels.map((channel) => {
    const { sources, postDays } = effectiveSettings(channel.settings, defaults)
    if (sources.length === 0) return broken(`${channel.name} has no source that is configured here.`)
    if (postDays.length === 0) return broken(`${channel.name} has no posting day.`)
    const next = `${channel.name}: next post: ${describeNextPost(channel, defaults, Date.now())}.`
    return channel.state === 'paused' ? odd(next) : fine(next)
  })
}

/** What the running bot recorded at its last tick. */
async function examineRunning({
  store,
  state,
  defaults,
}: Pick<App, 'store' | 'state' | 'defaults'>): Promise<Finding[]> {
  const outcomes = await loadState(store, state)
  const [lead, tick] = (['lead', 'tick'] as const).map((kind) => outcomes.find((one) => one.kind === kind))
  if (!lead || !tick) return []
  const issues = partIssues(outcomes, await listChannels(store.db), defaults)
  const at = formatMoment(tick.at, defaults.timezone)
  const last = `The bot last ran at ${at}, for ${(tick.tookMs ?? 0) / 1000} s, in the process ${lead.name}.`
  return [fine(last), ...issues.map(({ channel, what }) => odd(`${channel ? `${channel.name}: ` : ''}${what}`))]
}

async function examineAlerts({ store, alertChannel }: Pick<App, 'store' | 'alertChannel'>): Promise<Finding[]> {
  if (alertChannel === null || (await findAlertPlace(store.db, alertChannel, null))) return []
  return [broken(`ALERT_CHANNEL=${alertChannel} names no subscribed channel; an id such as slack:T1/C1 always does.`)]
}

async function examineDeliveries({ store }: Pick<App, 'store'>): Promise<Finding[]> {
  const stuck = await stuckDeliveries(store.db)
  const findings = stuck
    .slice(0, 10)
    .map(({ id, key, state, reason }) => odd(`${key} is ${state}: ${reason}. \`paperboy retry ${id}\` revives it.`))
  if (stuck.length > 10) findings.push(odd(`… and ${stuck.length - 10} more; \`paperboy retry\` revives all.`))
  return findings
}
