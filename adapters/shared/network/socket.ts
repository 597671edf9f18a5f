import type { Logger } from 'pino'
import type { Connection } from './reconnect.ts'

const HANDSHAKE_MS = 10_000
const PING_MS = 30_000

/** The open connection, for what the platform wants said. */
export type OpenSocket = {
  send(message: object): void
  /** It hears from now on. */
  ready(): void
  /** Ends it, with the rest of a sentence that begins with the platform’s name. */
  end(why: string): void
}

export type SocketConfig = {
  label: string
  url: string
  log: Logger
  /** What the platform answers at once: a connection that broke without a word is found by it. */
  ping: object
  /** Says who connects; without it the connection is ready once it is open. */
  greet?(socket: OpenSocket): void
  /** One message at a time, so that a reaction and its removal stay in order. */
  hear(text: string, socket: OpenSocket): Promise<void>
  handshakeMs?: number
  pingMs?: number
}

/** Opens a WebSocket over which a platform tells of events; resolves once it is ready. */
export async function openSocket(config: SocketConfig): Promise<Connection> {
  const { label, url, log, ping, greet = ({ ready }) => ready(), hear } = config
  const { handshakeMs = HANDSHAKE_MS, pingMs = PING_MS } = config
  const socket = new WebSocket(url)
  const [opened, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let hasHeard = true
  let last = Promise.resolve()

  function end(why: string): void {
    clearTimeout(deadline)
    clearInterval(beat)
    opened.reject(new Error(`${label} ${why}`))
    closed.resolve()
    socket.close()
  }
  const deadline = setTimeout(end, handshakeMs, 'takes no connection in time').unref()
  const beat = setInterval(() => {
    if (!hasHeard) return end('went silent')
    hasHeard = false
    if (socket.readyState === WebSocket.OPEN) open.send(ping)
  }, pingMs).unref()
  const open: OpenSocket = {
    send: (message) => socket.send(JSON.stringify(message)),
    ready() {
      clearTimeout(deadline)
      opened.resolve()
    },
    end,
  }

  socket.addEventListener('open', () => greet(open))
  socket.addEventListener('error', () => end('takes no connection'))
  socket.addEventListener('close', () => end('ended the connection'))
  socket.addEventListener('message', ({ data }) => {
    hasHeard = true
    last = last
      .then(() => hear(String(data), open))
      .catch((err: unknown) => log.warn({ err, platform: label }, 'event not handled'))
  })
  await opened.promise
  return { closed: closed.promise, close: () => end('was left') }
}
