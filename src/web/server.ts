import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'

/** Everything that is answered on the port. */
export type Site = Hono<{ Bindings: HttpBindings }>
export type Page = Context<{ Bindings: HttpBindings }>

export type WebServer = { port: number; close(): Promise<void> }

/** How long a client may take to send its request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000
/** Connections beyond that wait in the system's queue. */
const MAX_CONNECTIONS = 1_000

/** Listens on the port (0: any free one), of this machine alone where `host` says so. Throws when the port is taken. */
export async function openWebServer(port: number, site: Site, host?: string): Promise<WebServer> {
  // Only an invalid address or Host comes here: the site handles its own errors.
  const errorHandler = () => new Response('That is no address of this site.\n', { status: 400 })
  const listener = getRequestListener(site.fetch, { errorHandler })
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, listener).on('clientError', refuse)
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

const ERROR_RESPONSES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large\nThe address, or what goes with it, is too long.',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout\nThe request did not arrive in time.',
}

/** Answers what is no HTTP request that can be read. */
function refuse({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  const [status, words] = (ERROR_RESPONSES[code] ?? '400 Bad Request\nThat is no request that can be read.').split('\n')
  if (!socket.writable) socket.destroy()
  else socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain\r\n\r\n${words}\n`)
}
