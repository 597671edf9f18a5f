import { once } from 'node:events'
import { connect } from 'node:net'
import { describeError } from '../../core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../core/finding.ts'
import { askWebAddress } from '../../ops/watch/web-address.ts'
import type { App } from '../wiring/app.ts'
import { isRunning } from './running.ts'

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

/** Whether people, and Slack, reach this bot at the address that its links have. */
export async function examineAddress(app: Pick<App, 'store' | 'state'>, address: string, signal: AbortSignal) {
  const name = `PAPERBOY_URL=${address}`
  const { problem, isAway } = await askWebAddress(address, signal)
  if (problem === null) return [fine(`${name} leads here.`)]
  if (isAway && !(await isRunning(app))) return [odd(`${name}: nothing answers there yet; the running bot does.`)]
  const remedy = 'Is it right, does its name lead here, and its proxy or tunnel to PORT of this machine?'
  return [broken(`${name}: ${problem}.`, remedy)]
}

const NAMES = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']
const PROXY_MS = 5_000

/** Which calls go through a proxy, and whether it is there. */
export async function examineProxy(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const given = NAMES.flatMap((name) => (environment[name] ? [{ name, value: environment[name] }] : []))
  const known = new Map(given.map((one) => [one.value, one]))
  return Promise.all([...known.values()].map(({ name, value }) => examineOne(name, value, environment)))
}

async function examineOne(name: string, value: string, environment: NodeJS.ProcessEnv): Promise<Finding> {
  const url = URL.parse(value)
  if (!url) return broken(`${name} is no address.`, 'It looks like http://proxy.example:3128.')
  // Node itself goes by a proxy only when it is told to.
  if (environment.NODE_USE_ENV_PROXY !== '1')
    return odd(`${name} is set, and no call goes by it.`, 'Set NODE_USE_ENV_PROXY=1 where the program is started.')
  const exempt = environment.NO_PROXY ?? environment.no_proxy
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
