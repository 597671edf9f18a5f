import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'

/** Answers the requests of one path, whatever their method. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export type WebServer = { port: number; close(): Promise<void> }

/** So long a client may take to send its request. Milliseconds. */
const REQUEST_TIMEOUT_MS = 15_000

/** Listens on the port (0: any free one) and answers by exact path. Throws a sentence when the port is taken. */
export async function openWebServer(port: number, routes: Record<string, Route>, log: Logger): Promise<WebServer> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const route = Object.hasOwn(routes, pathname) ? routes[pathname] : undefined
    if (!route) return response.writeHead(404).end()
    route(request, response).catch((err: unknown) => {
      log.error({ err, path: pathname }, 'request failed')
      if (!response.headersSent) response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`Port ${port} cannot be used. Is PORT right?`, { cause })))
    server.listen(port, resolve)
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

export const health: Route = async (_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
}
