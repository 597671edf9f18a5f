import { App } from '@slack/bolt'
import type { Logger } from 'pino'
import type { ChatAdapter, Finding, ListedChannel } from '../../src/chat.ts'
import { createAccess } from './access.ts'
import { findChannels } from './channels.ts'
import { clientOptions, createWebClient } from './client.ts'
import { listenToEvents } from './events.ts'
import { examineSlack } from './examine.ts'
import { createHttpReceiver, type HttpReceiver } from './http.ts'
import { listenToPeople } from './listeners.ts'
import { createSlackLogger } from './log.ts'
import { platformError } from './outcome.ts'
import { createPosts } from './posts.ts'
import { createSocketReceiver } from './socket.ts'
import { fetchVoters } from './voters.ts'
import { singleWorkspace } from './workspaces.ts'

const ANSWER_TIMEOUT_MS = 10_000

export type SlackConfig = {
  botToken: string
  /** Socket Mode when there is an app token, else HTTP with the signing secret. */
  appToken: string | null
  signingSecret: string | null
  /** Ends in `/api/`; null is Slack's own. */
  apiUrl: string | null
  log: Logger
}

export type SlackAdapter = ChatAdapter & {
  /** The channels that names or ids mean; public ones are joined. */
  findChannels(listed: string[]): Promise<ListedChannel[]>
  /** What `doctor` says about Slack. */
  examine(listed: string[]): Promise<Finding[]>
  /** Whether it hears what people do; over HTTP it is Slack that comes. */
  isConnected(): boolean
  /** For Slack over HTTP: takes its requests. Null in Socket Mode. */
  http: Pick<HttpReceiver, 'handle' | 'refused'> | null
}

export function createSlackAdapter({ botToken, appToken, signingSecret, apiUrl, log }: SlackConfig): SlackAdapter {
  const logger = createSlackLogger(log)
  const client = createWebClient({ apiUrl, logger })
  const workspaces = singleWorkspace(client, botToken)
  const http = appToken === null ? createHttpReceiver({ signingSecret: signingSecret ?? '', log, logger }) : null
  const socket = appToken === null ? null : createSocketReceiver({ appToken, apiUrl, log, logger })
  const receiver = http ?? socket
  const inFlight = new Set<Promise<void>>()
  let app: App | null = null

  function createApp(): App {
    return new App({
      ...(receiver && { receiver }),
      logger,
      convoStore: false,
      clientOptions: { ...clientOptions({ apiUrl, logger }), fetch: fetchInTime },
      // No token here: Bolt keeps a client for each that it is given, for ever.
      authorize: async ({ teamId = '' }) => {
        const workspace = await workspaces.find(teamId)
        return workspace ? { botId: workspace.bot, botUserId: workspace.botUser } : {}
      },
    })
  }

  return {
    platform: 'slack',
    http,
    isConnected: () => socket?.isConnected() ?? true,
    ...createPosts({ client, workspaces, log }),
    voters: (ref) => fetchVoters(client, workspaces, ref),
    access: createAccess({ client, workspaces }),
    findChannels: async (listed) =>
      findChannels(client, await workspaces.me().catch(explain('SLACK_BOT_TOKEN')), listed),
    examine: (listed) => examineSlack({ client, botToken, appToken, listed }),
    async start(handlers) {
      app = createApp()
      const track = (work: Promise<void>) => {
        inFlight.add(work)
        void work.finally(() => inFlight.delete(work))
      }
      const listening = { handlers, client, workspaces, log, track }
      listenToPeople(app, listening)
      listenToEvents(app, listening)
      await workspaces.me().catch(explain('SLACK_BOT_TOKEN'))
      await app.start().catch(explain('SLACK_APP_TOKEN'))
    },
    async openThread(ref) {
      // A thread on Slack begins with its first reply.
      return { kind: 'sent', ref }
    },
    async stop() {
      await app?.stop()
      await Promise.all(inFlight)
    },
  }
}

/** A start that fails says which setting to look at. */
function explain(setting: string): (error: unknown) => never {
  return (error) => {
    const code = platformError(error)
    const what = code === null ? 'could not be reached.' : `answered ${code}: is ${setting} right?`
    throw new Error(`Slack ${what} \`paperboy doctor\` looks closer.`, { cause: error })
  }
}

/** Bolt answers through response URLs with a plain fetch, which waits for ever. */
const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
