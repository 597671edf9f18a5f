import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { createRequire } from 'node:module'
import type { ClientOptions } from 'ws'
import { proxySettings } from '../../../src/core/network/proxy.ts'

// The class itself, which @discordjs/ws takes from there when it is loaded; it lets nobody choose an agent.
const library: { WebSocket: typeof import('ws').WebSocket } = createRequire(import.meta.url)('ws')

/** Lets the gateway's connections go through the proxy. Only before discord.js is loaded. */
export function proxyWebSocket(): void {
  const proxyEnv = { ...proxySettings() }
  const [http, https] = [new HttpAgent({ proxyEnv }), new HttpsAgent({ proxyEnv })]
  const { WebSocket } = library
  class ProxiedWebSocket extends WebSocket {
    constructor(address: string | URL, protocols: string | string[], options: ClientOptions = {}) {
      super(address, protocols, { ...options, agent: new URL(address).protocol === 'wss:' ? https : http })
    }
  }
  Object.assign(library, { WebSocket: ProxiedWebSocket })
}
