import { randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { deadline } from '../../wait.ts'

/** Slack waits so long for an acknowledgement before it sends an event again. Shorter here. */
const ACK_TIMEOUT_MS = deadline(3_000)

export type Sockets = {
  /** How many connections are open. */
  open(): number
  /**
   * Sends one envelope to one of the connections; resolves with the payload of the acknowledgement, null when none
   * came.
   */
  send(type: 'events_api' | 'slash_commands' | 'interactive', payload: object, retry?: number): Promise<unknown>
  /** Renews a connection, as Slack does every few hours: it is closed, and the app is expected back. */
  refresh(index?: number): void
  /** Cuts every connection without a word. */
  cut(): void
  close(): void
}

/** Socket Mode: each event goes to one connection, chosen in turn. */
export function createSockets(server: Server): Sockets {
  const sockets = new WebSocketServer({ server, path: '/link' })
  const waiting = new Map<string, (payload: unknown) => void>()
  let turn = 0
  sockets.on('connection', (socket) => {
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: sockets.clients.size, connection_info: { app_id: 'A1' } }),
    )
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data))
      waiting.get(envelope_id)?.(payload ?? {})
      waiting.delete(envelope_id)
    })
  })
  const connected = (): WebSocket[] => [...sockets.clients].filter(({ readyState }) => readyState === 1)
  return {
    open: () => connected().length,
    async send(type, payload, retry = 0) {
      const socket = connected()[turn++ % Math.max(connected().length, 1)]
      if (!socket) return null
      const envelope_id = randomUUID()
      const acknowledged = new Promise<unknown>((resolve) => {
        waiting.set(envelope_id, resolve)
        setTimeout(() => resolve(null), ACK_TIMEOUT_MS).unref()
      })
      const accepts = type !== 'events_api'
      socket.send(
        JSON.stringify({
          type,
          envelope_id,
          payload,
          accepts_response_payload: accepts,
          ...(retry > 0 && { retry_attempt: retry, retry_reason: 'timeout' }),
        }),
      )
      return acknowledged
    },
    refresh(index = 0) {
      const socket = connected()[index]
      socket?.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: {} }))
    },
    cut() {
      for (const socket of sockets.clients) socket.terminate()
    },
    close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}
