import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { isPublicIp } from '../sources/private-network.ts'

/**
 * Who asks. A neighbour in the private network may be a proxy, and the last address it names is the one it saw itself; what a stranger
 * writes there is not believed.
 */
export function clientAddress({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string {
  const peer = socket.remoteAddress ?? ''
  const forwarded = headers['x-forwarded-for']
  if (isPublicIp(peer) || forwarded === undefined) return peer
  return String(forwarded).split(',').at(-1)?.trim() || peer
}

/** Whether somebody inside asks, such as a probe, a scraper or whoever runs the bot; a stranger behind a proxy is none. */
export function isInside(request: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const address = clientAddress(request)
  return isIP(address) !== 0 && !isPublicIp(address)
}
