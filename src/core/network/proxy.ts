import type { Dispatcher } from 'undici'

export type ProxySettings = {
  HTTP_PROXY?: string | undefined
  HTTPS_PROXY?: string | undefined
  NO_PROXY?: string | undefined
}

let current: ProxySettings | null = null
/** What asks without a proxy; null: no proxy was ever set. */
let direct: Dispatcher | null = null

/** What goes through the proxy from here on; null: nothing. For connections that are not made by `fetch` or undici. */
export const proxySettings = (): ProxySettings | null => current

/** Sends what `fetch` and undici ask through it. NODE_USE_ENV_PROXY reads no `.env`, and tunnels to port 80. */
export async function setProxy({ HTTP_PROXY = '', HTTPS_PROXY = HTTP_PROXY, NO_PROXY = '' }: ProxySettings) {
  current = HTTP_PROXY === '' && HTTPS_PROXY === '' ? null : { HTTP_PROXY, HTTPS_PROXY, NO_PROXY }
  if (current === null) {
    if (direct) (await import('undici')).setGlobalDispatcher(direct)
    return
  }
  const { EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } = await import('undici')
  direct ??= getGlobalDispatcher()
  const own = { httpProxy: HTTP_PROXY, httpsProxy: HTTPS_PROXY, noProxy: NO_PROXY }
  setGlobalDispatcher(new EnvHttpProxyAgent({ ...own, proxyTunnel: false }))
}

/** The proxy for an address, by the rules of undici; null: it is asked directly. */
export function proxyFor({ protocol, hostname, port }: URL): string | null {
  if (current === null) return null
  const proxy = protocol === 'https:' ? current.HTTPS_PROXY : current.HTTP_PROXY
  const ownPort = port || (protocol === 'https:' ? '443' : '80')
  const isExcepted = (current.NO_PROXY ?? '').split(/[,\s]+/).some((entry) => {
    const { name = '', at = ownPort } = /^(\*?\.)?(?<name>.+?)(:(?<at>\d+))?$/.exec(entry.toLowerCase())?.groups ?? {}
    return name === '*' || (name !== '' && at === ownPort && `.${hostname}`.endsWith(`.${name}`))
  })
  return isExcepted ? null : proxy || null
}
