import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Receiver, ReceiverEvent, Logger as SlackLogger } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { type Connection, keepConnected, pause, type Retrying } from '../../shared/reconnect.ts'
import { clientOptions } from '../connect.ts'
import { isKnownPayload } from '../interactions/payloads.ts'

/** Slack renews each connection every few hours; a second one hears what happens meanwhile. */
const CONNECTIONS = 2
/** Apart, so that Slack does not renew both at once. Milliseconds. */
const STAGGER_MS = 20_000
const CLOSING_MS = 1_000

export type SocketConfig = { appToken: string; apiUrl: string | null; log: Logger; logger: SlackLogger }

export type SocketReceiver = Receiver & { isConnected(): boolean }

type Envelope = {
  ack(response?: object): Promise<void>
  type: string
  body: ReceiverEvent['body']
  retry_num?: number
  retry_reason?: string
}

/**
 * Events over Socket Mode. The library's own reconnect ends the process when one packet is lost (unhandled
 * rejection), so reconnecting is done here. An event is acknowledged once it is stored: Slack repeats the others.
 */
export function createSocketReceiver({ appToken, apiUrl, log, logger }: SocketConfig): SocketReceiver {
  const stopping = new AbortController()
  const clients: SocketModeClient[] = []
  const connected = new Set<SocketModeClient>()
  let app: App

  async function onEnvelope({ ack, type, body, retry_num, retry_reason }: Envelope): Promise<void> {
    // A person who waits for an answer is acknowledged by the listener itself, with the answer where there is one.
    const waits = type !== 'events_api'
    try {
      if (!isKnownPayload(body)) {
        log.warn({ type }, 'Slack event not understood, and left out')
        return await ack()
      }
      await app.processEvent({
        body,
        ack: async (response) => {
          if (waits) await ack(typeof response === 'object' ? response : undefined)
        },
        ...(retry_num !== undefined && { retryNum: retry_num }),
        ...(retry_reason !== undefined && { retryReason: retry_reason }),
      })
      if (!waits) await ack()
    } catch (err) {
      log.error({ err, type }, 'Slack event not handled; Slack sends it again')
    }
  }

  function openClient(): SocketModeClient {
    const client = new SocketModeClient({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientOptions: clientOptions({ apiUrl, logger }),
    })
    client.on('slack_event', onEnvelope)
    // The library reads messages in an async listener without a catch: an odd message would end the process.
    const [read] = client.listeners('ws_message')
    client.removeAllListeners('ws_message')
    client.on('ws_message', (...message) =>
      Promise.resolve(read?.(...message)).catch((err: unknown) => log.warn({ err }, 'Slack message not understood')),
    )
    client.on('connected', () => connected.add(client))
    client.on('disconnected', () => connected.delete(client))
    clients.push(client)
    return client
  }

  /** Slack repeats unacknowledged events, so nothing is missed between two connections. */
  async function connect(client: SocketModeClient): Promise<Connection> {
    await client.start()
    return { closed: new Promise((resolve) => client.once('disconnected', resolve)) }
  }

  const retrying: Retrying = {
    signal: stopping.signal,
    onFailed: (err, failures) => log.warn({ err, failures }, 'Slack connection lost; trying again'),
  }

  async function openLater(milliseconds: number): Promise<void> {
    await pause(milliseconds, stopping.signal)
    if (stopping.signal.aborted) return
    const client = openClient()
    await keepConnected(() => connect(client), retrying)
  }

  return {
    isConnected: () => connected.size > 0,
    init(given) {
      app = given
    },
    async start() {
      const client = clients[0] ?? openClient()
      const first = await connect(client)
      void keepConnected(() => connect(client), retrying, first)
      for (let more = 1; more < CONNECTIONS; more++) void openLater(more * STAGGER_MS)
    },
    async stop() {
      stopping.abort()
      // A client that is between two connections never says that it has disconnected.
      const gone = Promise.all(clients.map((client) => client.disconnect()))
      await Promise.race([gone, sleep(CLOSING_MS)])
    },
  }
}
