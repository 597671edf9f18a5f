import { once } from 'node:events'
import { connect } from 'node:net'
import { describeError } from '../../core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import type { PaperSource, SourceName } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { askWebAddress } from '../../ops/watch/web-address.ts'
import { sourceHealth } from '../../sources/collecting/source-health.ts'
import { isStale, sourceLabel } from '../../sources/collecting/source-notes.ts'
import { SourceError } from '../../sources/source-error.ts'
import type { App } from '../wiring/open-app.ts'
import { isRunning } from './stored.ts'

const LATE_MS = 60_000
/** Slack turns requests away whose time is five minutes off, and certificates end. */
const WRONG_MS = 5 * 60_000

/** The clocks that posts go by, against that of Hugging Face. */
export async function examineClock({ config, store }: Pick<App, 'config' | 'store'>, signal: AbortSignal) {
  const response = await fetch(config.HF_URL, { method: 'HEAD', redirect: 'manual', signal }).catch(() => null)
  const theirs = Date.parse(response?.headers.get('date') ?? '')
  // Whether it answers at all is said elsewhere.
  if (Number.isNaN(theirs)) return []
  const server = [`The clock of the database ${store.place}`, store.now(), 'Set the clock of its server'] as const
  const own = ['This machine’s clock', Date.now(), 'Set it (`timedatectl set-ntp true`)'] as const
  const clocks = store.dialect === 'postgres' ? [own, server] : [own]
  const off = clocks.flatMap(([name, ours, remedy]): Finding[] => {
    const minutes = Math.round((ours - theirs) / 60_000)
    if (Math.abs(ours - theirs) < LATE_MS) return []
    const what = `${name} is ${Math.abs(minutes)} min ${minutes < 0 ? 'behind' : 'ahead of'} that of Hugging Face.`
    return [
      Math.abs(ours - theirs) < WRONG_MS
        ? odd(what, `${remedy}.`)
        : broken(what, `${remedy}: posts come at a wrong time.`),
    ]
  })
  return off.length > 0 ? off : [fine('The clock is right.')]
}

export async function examineAddress(app: Pick<App, 'store' | 'state'>, address: string, signal: AbortSignal) {
  const name = `PAPERBOY_URL=${address}`
  const { problem, isAway } = await askWebAddress(address, signal)
  if (problem === null) return [fine(`${name} leads here.`)]
  if (isAway && !(await isRunning(app))) return [odd(`${name}: nothing answers there yet; the running bot does.`)]
  const remedy = 'Is it right, does its name lead here, and its proxy or tunnel to PORT of this machine?'
  return [broken(`${name}: ${problem}.`, remedy)]
}

/** Whether assistants find what answers them: without a key it asks for one. */
export async function examineAssistant(address: string, signal: AbortSignal): Promise<Finding[]> {
  const url = `${address}/mcp`
  const status = await fetch(url, { method: 'POST', redirect: 'manual', signal }).then(
    (response) => response.status,
    () => null,
  )
  if (status === 401) return [fine(`Assistants are answered at ${url}.`)]
  // Whether anything answers at all is said elsewhere.
  if (status === null) return []
  const remedy =
    'Does the proxy or tunnel lead this path to PORT, and was the bot restarted since PAPERBOY_MCP was set?'
  return [broken(`${url} answers ${status} where it should ask for a key.`, remedy)]
}

const PROXY_MS = 5_000

export async function examineProxy({ config }: Pick<App, 'config'>): Promise<Finding[]> {
  const given = (['HTTPS_PROXY', 'HTTP_PROXY'] as const).map((name) => [config[name], name] as const)
  // One line where both are the same.
  const proxies = new Map(given.flatMap(([value, name]) => (value === undefined ? [] : [[value, name] as const])))
  return Promise.all([...proxies].map(([value, name]) => examineOne(name, new URL(value), config.NO_PROXY)))
}

async function examineOne(name: string, url: URL, exempt: string | undefined): Promise<Finding> {
  const what = `${name}: calls go through ${url.host}${exempt ? `, but not those to NO_PROXY=${exempt}` : ''}`
  const socket = connect({ host: url.hostname, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)) })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(PROXY_MS) })
    return fine(`${what}.`)
  } catch (error) {
    return broken(
      `${what}, and it does not answer: ${describeError(error)}.`,
      `Is ${name} right, and does the proxy run?`,
    )
  } finally {
    socket.destroy()
  }
}

export async function examineSource(store: Store, source: PaperSource, signal: AbortSignal): Promise<Finding[]> {
  const label = sourceLabel(source.name)
  const today = localDate('UTC', Date.now())
  try {
    await source.fetchPapers({ since: today, until: today }, signal)
  } catch (error) {
    const words = error instanceof SourceError ? describeError(error) : `${label}: ${describeError(error)}.`
    return [broken(words, error instanceof SourceError ? remedyOf(error, source.name) : undefined)]
  }
  const known = (await sourceHealth(store.db)).get(source.name)
  return known && isStale(known, Date.now())
    ? [odd(`${label} answers, but has listed nothing new since ${known.newestDay}.`)]
    : [fine(`${label} answers.`)]
}

function remedyOf({ trouble }: SourceError, name: SourceName): string {
  const setting = settingOf(name)
  if (trouble === 'unreachable') return `Is the network up, and ${setting} right?`
  if (trouble === 'busy' || trouble === 'slow')
    return 'Nothing to do: Paperboy tries again by itself, less and less often.'
  return `Is ${setting} right? A proxy or a sign-in page may answer instead.`
}

function settingOf(name: SourceName): string {
  if (name.startsWith('feed:')) return 'the address in FEEDS'
  return name.startsWith('arxiv:') ? 'ARXIV_URL or ARXIV_CATEGORIES' : 'HF_URL or HF_TOKEN'
}
