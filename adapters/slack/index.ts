import { App } from '@slack/bolt'
import { type ChatHandlers, LastingError } from '../../src/core/chat.ts'
import { CHAT_FEATURES, type Feature } from '../../src/core/feature.ts'
import { type TokenRefused, withTokenGate } from '../../src/core/network/token-gate.ts'
import type { ConnectContext, ListeningAdapter } from '../../src/core/setup.ts'
import { createBackground } from '../shared/background.ts'
import { createAccess } from './access.ts'
import { findChannels } from './channels.ts'
import { clientOptions, createSlackLogger, createWebClient } from './connect.ts'
import { createHttpReceiver } from './connection/http.ts'
import { createSocketReceiver } from './connection/socket.ts'
import { explainStart, isRemoval, isTokenDead, platformError } from './errors.ts'
import { examineSlack } from './examine.ts'
import { teamId } from './ids.ts'
import { SLOW_MS } from './interactions/answers.ts'
import { listenToPeople } from './interactions/interactions.ts'
import { listenToEvents } from './receive.ts'
import { createPosts } from './send.ts'
import { createOAuth, type OAuthConfig } from './workspaces/oauth.ts'
import { createWorkspaces, OWN_TOKEN } from './workspaces/workspaces.ts'

const ANSWER_TIMEOUT_MS = 10_000

export type SlackConfig = Pick<ConnectContext, 'log' | 'kept'> & {
  /** Of one workspace; null where workspaces come by OAuth alone. */
  botToken: string | null
  /** Socket Mode when there is an app token, else HTTP with the signing secret. */
  appToken: string | null
  signingSecret: string | null
  /** Lets workspaces install the app themselves; null: only the one of the token. */
  oauth: OAuthConfig | null
  /** Ends in `/api/`; null is Slack's own. */
  apiUrl: string | null
  /** Unset: every team. */
  mayServe?: ConnectContext['mayServe']
  /** Milliseconds after which an answer shows that it is on its way. */
  slowMs?: number
}

export function createSlackAdapter(config: SlackConfig): ListeningAdapter {
  const { botToken, appToken, signingSecret, oauth, apiUrl, mayServe = () => true, kept, log } = config
  const logger = createSlackLogger(log)
  const client = createWebClient({ apiUrl, logger })
  const workspaces = createWorkspaces(client, botToken, oauth, log)
  const http = appToken === null ? createHttpReceiver({ signingSecret: signingSecret ?? '', log, logger }) : null
  const socket = appToken === null ? null : createSocketReceiver({ appToken, apiUrl, log, logger })
  const receiver = http ?? socket
  const access = createAccess({ client, workspaces })
  const background = createBackground(log)
  const features: Feature[] = [...CHAT_FEATURES, 'redelivery', socket ? 'connection' : 'requests']
  let app: App | null = null
  let isStarted = false
  let handlers: ChatHandlers | null = null

  function createApp(handlers: ChatHandlers): App {
    const app = new App({
      ...(receiver && { receiver }),
      logger,
      convoStore: false,
      clientOptions: { ...clientOptions({ apiUrl, logger }), fetch: fetchInTime },
      // No token here: Bolt keeps a client for each that it is given, for ever.
      authorize: async ({ teamId: team = '' }) => {
        const workspace = await workspaces.find(team)
        return workspace ? { botId: workspace.bot, botUserId: workspace.botUser } : {}
      },
    })
    const { track } = background
    const common = { handlers, client, kept, workspaces, removeGrant, forgetAccess: access.forget }
    const listening = { ...common, slowMs: config.slowMs ?? SLOW_MS, features, log, track }
    listenToPeople(app, listening)
    listenToEvents(app, listening)
    return app
  }

  function forgetTeam(team: string): void {
    workspaces.forget(team)
    access.forget(teamId(team))
  }

  async function removeGrant(team: string, at: number): Promise<boolean> {
    forgetTeam(team)
    return oauth === null || oauth.installations.remove(teamId(team), at)
  }

  /** Slack tells only those who listen that the app was removed; others meet a token that is dead. */
  async function onTokenDead(id: string, { cause: error }: TokenRefused): Promise<void> {
    const team = id.replace(/^slack:/, '')
    log.error(
      { team: id, code: platformError(error) },
      'Slack refuses the token: nothing is asked there until it has another',
    )
    const wasGranted = (await oauth?.installations.find(teamId(team)).catch(() => null)) ?? null
    const isRemoved = wasGranted !== null && isRemoval(error) && (await removeGrant(team, Date.now()))
    await handlers?.onLifecycle({ team: teamId(team), change: isRemoved ? 'uninstalled' : 'revoked' })
  }

  async function onInstalled(team: string): Promise<void> {
    forgetTeam(team)
    await handlers?.onLifecycle({ team: teamId(team), change: 'installed' })
  }

  /** Gives back a token that ALLOWED_TEAMS does not allow any more; a failure is tried again at the next start. */
  async function leave(team: string): Promise<void> {
    try {
      const workspace = await workspaces.find(team)
      if (workspace) await client.auth.revoke({ token: workspace.token }).catch(unlessDead)
      await removeGrant(team, Date.now())
      log.warn({ team }, 'ALLOWED_TEAMS does not name this workspace: its token was given back')
    } catch (err) {
      log.error({ err, team }, 'ALLOWED_TEAMS does not name this workspace; its token could not be given back yet')
    }
    await handlers?.onLifecycle({ team: teamId(team), change: 'uninstalled' })
  }

  const adapter: ListeningAdapter = {
    platform: 'slack',
    routes: http ? { '/slack/events': http.handle } : {},
    pages: oauth ? createOAuth({ ...oauth, client, apiUrl, mayServe, log, onInstalled }) : {},
    isConnected: () => socket?.isConnected() ?? isStarted,
    ...createPosts({ client, workspaces, kept, log }),
    access: access.access,
    features,
    findChannels: (listed, isAsked = false) => findChannels({ client, workspaces, isAsked }, listed),
    examine: (channels) => examineSlack({ client, workspaces, appToken, oauth }, channels),
    async start(given) {
      handlers = given
      app ??= createApp(given)
      // A wrong secret, or token, is told now, and not with the first post.
      const teams = (await oauth?.installations.teams()) ?? []
      if (teams[0] !== undefined) await oauth?.installations.find(teams[0])
      const me = await workspaces.me().catch((error: unknown) => Promise.reject(explainStart(error, OWN_TOKEN)))
      if (me && !mayServe(teamId(me.team)))
        throw new LastingError(
          `SLACK_BOT_TOKEN is of ${teamId(me.team)}, which ALLOWED_TEAMS does not name. Add it, or change the token.`,
        )
      for (const team of teams) if (!mayServe(team)) await leave(team.slice('slack:'.length))
      if (me) await onInstalled(me.team)
      await app.start().catch((error: unknown) => Promise.reject(explainStart(error, 'SLACK_APP_TOKEN')))
      isStarted = true
    },
    async stop() {
      await app?.stop()
      await background.finished()
    },
  }
  return withTokenGate(adapter, onTokenDead)
}

function unlessDead(error: unknown): void {
  if (!isTokenDead(error)) throw error
}

/** Bolt answers through response URLs with a plain fetch, which waits for ever. */
const fetchInTime: typeof fetch = (url, init) =>
  fetch(url, { ...init, signal: init?.signal ?? AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
