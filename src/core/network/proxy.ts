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
  setGlobalDispatcher(new EnvHttpProxyAgent({ ...proxyOptions(), proxyTunnel: false }))
}

/** The same for an agent of undici; empty texts keep it from reading the environment. */
export const proxyOptions = () => ({
  httpProxy: current?.HTTP_PROXY ?? '',
  httpsProxy: current?.HTTPS_PROXY ?? '',
  noProxy: current?.NO_PROXY ?? '',
})
