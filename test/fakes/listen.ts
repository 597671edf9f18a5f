import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Starts a server on a free port of this machine. Closing it ends the connections that are open. Whoever is connected
 * may be killed at any moment, also after its connection left HTTP for a tunnel.
 */
export async function listen(server: Server): Promise<{ url: string; close(): Promise<void> }> {
  server.on('connection', (socket) => socket.on('error', () => socket.destroy()))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A server that takes its time over answers, and whose askers may be gone by then; other errors fail the test. */
export const createAnsweringServer = (
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
) =>
  createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (!request.socket.destroyed) throw error
    })
  })

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const { url, close } = await listen(createServer())
  await close()
  return Number(new URL(url).port)
}
