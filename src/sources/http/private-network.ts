import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'

/**
 * A feed's address is somebody's text, and the bot may stand inside a network that its author cannot reach. So the
 * address, every redirect and every resolved name are checked; a literal address never reaches `lookup`, hence both
 * functions.
 */
export function isPublicAddress({ protocol, hostname, port }: URL): boolean {
  if (!/^https?:$/.test(protocol) || !['', '80', '443'].includes(port)) return false
  const literal = hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) === 0 ? !/(^|\.)localhost\.?$/.test(hostname) : isPublicIp(literal)
}

/** A `fetch` that connects to no private address, even when a name resolves to one. */
export async function openPublicFetch(resolve: Resolve = lookup): Promise<typeof globalThis.fetch> {
  // Node's own fetch has no hook for this; undici is loaded only where feeds are read, since it takes 14 MB.
  const { Agent, fetch } = await import('undici')
  const dispatcher = new Agent({
    connect: {
      lookup(hostname, options, found) {
        resolve(hostname, { ...options, all: true }, (error, addresses) => {
          if (error) return found(error, '')
          const hidden = addresses.find(({ address }) => !isPublicIp(address))
          if (hidden) return found(new Error(`${hostname} leads to the private address ${hidden.address}`), '')
          const [first] = addresses
          if (options.all) return found(null, addresses)
          found(null, first?.address ?? '', first?.family)
        })
      },
    },
  })
  return ((url: URL, init: object) => fetch(url, { ...init, dispatcher })) as unknown as typeof globalThis.fetch
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  found: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

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
