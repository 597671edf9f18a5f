import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, SocketAddress } from 'node:net'
import { expandIPv6 } from 'hono/utils/ipaddr'

type ClientRequest = Pick<IncomingMessage, 'socket' | 'headers'>

/** `key`: what the flood limit counts as one client. `inside`: it is in the private network, such as a probe. */
type Client = { key: string; inside: boolean }

/**
 * A peer inside may be a proxy, and so may the addresses inside that it names: the client is the last one named that is
 * not inside. Headers of a peer outside are not believed. (Hono's conninfo knows the peer alone.)
 */
export function clientOf({ socket, headers }: ClientRequest): Client {
  const peer = readAddress(socket.remoteAddress ?? '')
  if (peer === null || !isInside(peer)) return { key: keyOf(peer ?? ''), inside: false }
  const named = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .filter((entry) => entry.trim() !== '')
    .map(readAddress)
  const stranger = named.findLast((address) => address === null || !isInside(address))
  if (stranger !== undefined) return { key: keyOf(stranger ?? peer), inside: false }
  // A proxy that names nobody may ask for somebody outside.
  const isSilent = named.length === 0 && PROXY_HEADERS.some((name) => headers[name] !== undefined)
  return { key: keyOf(named.at(-1) ?? peer), inside: !isSilent }
}

const PROXY_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** Reads `8.8.8.8`, `8.8.8.8:4711`, `2001:db8::1` and `[2001:db8::1]:4711`, quoted or not; null: that is no address. */
function readAddress(entry: string): string | null {
  const bare = entry.trim().replace(/^"(.*)"$/, '$1')
  const address = /^\[(.+)\](?::\d+)?$/.exec(bare)?.[1] ?? bare.replace(/^([\d.]+):\d+$/, '$1')
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : null
  // One spelling of each address, and no zone. A socket that hears IPv6 shows IPv4 as ::ffff:8.8.8.8.
  return new SocketAddress({ address, family: 'ipv6' }).address.replace(/^::ffff:(?=[\d.]+$)/, '')
}

/** IPv6 is counted per /64: somebody with one such address has 2^64 of them. */
function keyOf(address: string): string {
  if (isIP(address) !== 6) return address
  const network = expandIPv6(address).split(':').slice(0, 4)
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')
}

const isInside = (address: string): boolean => INSIDE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

// Without 6to4, Teredo and NAT64: people outside have such addresses.
const INSIDE = new BlockList()
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  INSIDE.addSubnet(network, prefix, 'ipv4')
INSIDE.addAddress('::1', 'ipv6')
INSIDE.addSubnet('fc00::', 7, 'ipv6')
INSIDE.addSubnet('fe80::', 10, 'ipv6')
