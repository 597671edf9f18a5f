import type { LookupAddress, LookupAllOptions, LookupOptions } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Dispatcher } from 'undici'
import { proxyOptions } from '../../core/network/proxy.ts'

/**
 * A suggested address is somebody's text, and so is where a feed leads. The address, every redirect and every resolved
 * name are checked; a literal address never reaches `lookup`, hence both functions.
 */
export function isPublicAddress({ protocol, hostname, port }: URL): boolean {
  if (!/^https?:$/.test(protocol) || !['', '80', '443'].includes(port)) return false
  const literal = hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) === 0 ? !/(^|\.)localhost\.?$/.test(hostname) : isPublicIp(literal)
}

/** Connects to no private address, also where a name resolves to one; so a proxy is told the checked address. */
export async function openPublicFetch(resolve: Resolve = lookup): Promise<typeof globalThis.fetch> {
  // Node's own fetch has no hook for this; undici is loaded only with the first such address, since it takes 14 MB.
  const { EnvHttpProxyAgent, fetch, Pool } = await import('undici')
  const dispatcher = new EnvHttpProxyAgent({
    ...proxyOptions(),
    connect: {
      lookup(hostname, options, found) {
        lookUpPublic(resolve, hostname, options).then(
          (addresses) =>
            options.all ? found(null, addresses) : found(null, addresses[0].address, addresses[0].family),
          (error) => found(error, ''),
        )
      },
    },
    clientFactory(origin, options) {
      const client = new Pool(origin, options)
      const connect = client.connect.bind(client) as (asked: Tunnel) => Promise<Dispatcher.ConnectData>
      return Object.assign(client, {
        async connect(asked: Tunnel) {
          const { hostname, port } = new URL(`none://${asked.path}`)
          const [{ address, family }] = await lookUpPublic(resolve, hostname.replace(/^\[|\]$/g, ''))
          const path = `${family === 6 ? `[${address}]` : address}:${port}`
          return connect({ ...asked, path, headers: { ...asked.headers, host: path } })
        },
      })
    },
  })
  return ((url: URL | string, init: object) =>
    fetch(url, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
}

/** What a proxy is asked for: the other end as `host:port`. */
type Tunnel = { path: string; headers: Record<string, string> }

type Resolve = (hostname: string, options: LookupAllOptions) => Promise<LookupAddress[]>

async function lookUpPublic(
  resolve: Resolve,
  hostname: string,
  options: LookupOptions = {},
): Promise<[LookupAddress, ...LookupAddress[]]> {
  const [first, ...others] = await resolve(hostname, { ...options, all: true })
  if (!first) throw new Error(`${hostname} has no address`)
  const hidden = [first, ...others].find(({ address }) => !isPublicIp(address))
  if (hidden) throw new Error(`${hostname} leads to the private address ${hidden.address}`)
  return [first, ...others]
}

function isPublicIp(address: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  return isIP(address) !== 0 && !SPECIAL_PURPOSE.check(address, family)
}

// IANA's special-purpose registries (RFC 6890 and its updates); the ranges of ipaddr.js lack 3fff::/20 and 5f00::/16.
const NETWORKS = [
  // IPv4; BlockList also finds such an address when it is mapped into IPv6.
  ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ['224.0.0.0/4', '240.0.0.0/4'],
  // IPv6
  ['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
].flat()

const SPECIAL_PURPOSE = new BlockList()
for (const network of NETWORKS) {
  const [address = '', prefix] = network.split('/')
  SPECIAL_PURPOSE.addSubnet(address, Number(prefix), address.includes(':') ? 'ipv6' : 'ipv4')
}
