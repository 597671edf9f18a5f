import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Site } from './route.ts'

export type WebServer = { port: number; close(): Promise<void> }

/** So long a client may take to send its request. Milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000
/** Whoever opens more at a time waits in the system's queue. */
const MAX_CONNECTIONS = 1_000

/** Listens on the port (0: any free one), of this machine alone where `host` says so. Throws a sentence when the port is taken. */
export async function openWebServer(port: number, site: Site, host?: string): Promise<WebServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, getRequestListener(site.fetch))
  server.maxConnections = MAX_CONNECTIONS
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`Port ${port} cannot be used. Is PORT right?`, { cause })))
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await closed
    },
  }
}
