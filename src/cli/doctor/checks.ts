import { listChannels } from '../../channels/channels.ts'
import { describeError } from '../../core/error-words.ts'
import { broken, type Finding } from '../../core/finding.ts'
import type { Setup } from '../../core/setup.ts'
import { sourceLabel } from '../../sources/collecting/source-notes.ts'
import { examineModel } from '../../summaries/model/examine.ts'
import type { App } from '../wiring/open-app.ts'
import { examineAddress, examineAssistant, examineClock, examineProxy, examineSource } from './network.ts'
import { examineDestinations, examineSettings } from './settings.ts'
import {
  examineAlerts,
  examineChannels,
  examineDatabase,
  examineDeliveries,
  examineHistory,
  examineLastRun,
} from './stored.ts'

const DEADLINE_S = 25
/** A model that was not asked for a while is loaded first. */
const MODEL_S = 90

export type Check = {
  subject: string
  run(signal: AbortSignal): Promise<Finding[]> | Finding[]
  deadlineS?: number
}

export type Line = Finding & { subject: string }

/** All that is asked, in the order of the lines. What is read from the database alone is asked when it `isOpen`. */
export function checksOf(app: App, setups: Setup[], isOpen: boolean): Check[] {
  const { vectors, sources, connections, store, config } = app
  const stored: Check[] = [
    { subject: 'channels', run: () => examineChannels(app, setups) },
    { subject: 'history', run: () => examineHistory(app) },
    { subject: 'last run', run: () => examineLastRun(app) },
    { subject: 'alerts', run: () => examineAlerts(app) },
    { subject: 'deliveries', run: () => examineDeliveries(app) },
  ]
  return [
    { subject: 'settings', run: () => examineSettings(app) },
    { subject: 'destinations', run: () => examineDestinations(app, setups) },
    { subject: 'proxy', run: () => examineProxy(app) },
    { subject: 'clock', run: (signal) => examineClock(app, signal) },
    ...(isOpen ? [{ subject: 'database', run: () => examineDatabase(app) }] : []),
    ...sources.map((source) => ({
      subject: sourceLabel(source.name),
      run: (signal: AbortSignal) => examineSource(store, source, signal),
    })),
    ...connections.map(({ platform, examine }) => ({
      subject: platform,
      run: async () => examine(await subscribedOn(app, platform)),
    })),
    ...modelChecks(app),
    ...(vectors ? [{ subject: 'search by meaning', run: async () => [await vectors.examine()] }] : []),
    ...(config.PAPERBOY_URL ? [{ subject: 'web address', run: addressCheck(app, config.PAPERBOY_URL) }] : []),
    ...(isOpen ? stored : []),
  ]
}

const addressCheck = (app: App, url: string) => async (signal: AbortSignal) => [
  ...(await examineAddress(app, url, signal)),
  ...(app.archive?.assistant ? await examineAssistant(url, signal) : []),
]

function modelChecks({ config, store }: App): Check[] {
  const { OPENAI_MODEL: model, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl, SUMMARY_LANGUAGE: language } = config
  if (model === undefined) return []
  const asked = { server: { model, apiKey, baseUrl }, language, store }
  return [{ subject: 'model', run: (signal) => examineModel(asked, signal), deadlineS: MODEL_S }]
}

const subscribedOn = async ({ store }: App, platform: string) =>
  (await listChannels(store.db)).flatMap(({ id, state }) =>
    state !== 'left' && id.startsWith(`${platform}:`) ? [id] : [],
  )

/** Asks side by side; the lines keep the order of the checks. */
export const runChecks = async (checks: Check[], signal: AbortSignal): Promise<Line[]> =>
  (await Promise.all(checks.map((check) => runCheck(check, signal)))).flat()

/** A check that throws, or does not end, is a line of its own. */
async function runCheck({ subject, run, deadlineS = DEADLINE_S }: Check, signal: AbortSignal): Promise<Line[]> {
  const deadline = AbortSignal.timeout(deadlineS * 1_000)
  const late = new Promise<Finding[]>((resolve) => {
    const what = `${subject}: no answer within ${deadlineS} s.`
    deadline.addEventListener('abort', () => resolve([broken(what, 'Can this machine reach it? Ask again.')]))
  })
  const asked = Promise.resolve().then(() => run(AbortSignal.any([signal, deadline])))
  const answered = asked.catch((error: unknown) => [broken(`${subject}: ${describeError(error)}.`)])
  return (await Promise.race([answered, late])).map((finding) => ({ subject, ...finding }))
}
