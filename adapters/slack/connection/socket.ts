import { setTimeout as sleep } from 'node:timers/promises'
import type { App, Receiver, ReceiverEvent, Logger as SlackLogger } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import type { Logger } from 'pino'
import { getGlobalDispatcher } from 'undici'
import { proxySettings } from '../../../src/core/network/proxy.ts'
import { createReconnecting } from '../../shared/network/reconnect.ts'
import { clientOptions } from '../connect.ts'
import { isKnownPayload } from '../interactions/payloads.ts'

/** Slack renews a connection every few hours. A second one hears meanwhile, opened later: both never go at once. */
const STAGGER_MS = 20_000
const CLOSING_MS = 1_000

type SocketConfig = { appToken: string; apiUrl: string | null; log: Logger; logger: SlackLogger }

type SocketReceiver = Receiver & { isConnected(): boolean }

type Envelope = {
  ack(response?: object): Promise<void>
  type: string
  body: ReceiverEvent['body']
}

/** Events are acknowledged once stored: Slack repeats others. Reconnects here: the library’s may end the process. */
export function createSocketReceiver({ appToken, apiUrl, log, logger }: SocketConfig): SocketReceiver {
  let app: App

  async function onEnvelope({ ack, type, body }: Envelope): Promise<void> {
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
      })
      if (!waits) await ack()
    } catch (err) {
      log.error({ err, type }, 'Slack event not handled; Slack sends it again')
    }
  }

  function createConnection() {
    const client = new SocketModeClient({
      appToken,
      logger,
      autoReconnectEnabled: false,
      clientOptions: clientOptions({ apiUrl, logger }),
      ...(proxySettings() && { dispatcher: getGlobalDispatcher() }),
    })
    client.on('slack_event', onEnvelope)
    // The library reads messages in an async listener without a catch: an odd message would end the process.
    const [read] = client.listeners('ws_message')
    client.removeAllListeners('ws_message')
    client.on('ws_message', (...message) =>
      Promise.resolve(read?.(...message)).catch((err: unknown) => log.warn({ err }, 'Slack message not understood')),
    )
    return createReconnecting({
      async open(late) {
        late.onabort = () => client.disconnect()
        await client.start()
        return {
          closed: new Promise((resolve) => client.once('disconnected', resolve)),
          close: () => client.disconnect(),
        }
      },
      onFailed: (err, failures) => log.warn({ err, failures }, 'Slack connection lost; trying again'),
    })
  }

  const [first, second] = [createConnection(), createConnection()]
  return {
    isConnected: () => first.isOpen() || second.isOpen(),
    init(given) {
      app = given
    },
    async start() {
      await first.start()
      void second.startLater(STAGGER_MS)
    },
    async stop() {
      // A client that is between two connections never says that it has disconnected.
      const stopped = Promise.all([first.stop(), second.stop()])
      await Promise.race([stopped, sleep(CLOSING_MS)])
    },
  }
}
