import type { Logger } from 'pino'
import { z } from 'zod'
import type { Installations } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'
import { once } from '../../shared/once.ts'
import type { WebClient } from '../connect.ts'
import { teamId } from '../ids.ts'

export type Workspace = { team: string; token: string; botUser: string; bot: string; name: string }

export const OWN_TOKEN = 'SLACK_BOT_TOKEN'

export const NOT_INSTALLED = 'Paperboy is not installed in this workspace'

/** Slack’s tokens that expire do so after twelve hours; a new one is fetched when so much is left. */
const RENEWED_BEFORE_MS = 2 * 3_600_000
/** Another process may have replaced or removed a grant. */
const REMEMBERED_MS = 60_000
const REMEMBERED = 2_000

export type Credentials = { clientId: string; clientSecret: string }

type Installed = { client: WebClient; oauth: Credentials & { installations: Installations }; log: Logger }

export type Workspaces = ReturnType<typeof createWorkspaces>

/** The workspace of the token in the settings, where there is one, and those that installed the app themselves. */
export function createWorkspaces(
  client: WebClient,
  botToken: string | null,
  oauth: Installed['oauth'] | null,
  log: Logger,
) {
  const me = once(async () => (botToken === null ? null : identify(client, botToken)))
  const installed = oauth && installedWorkspaces({ client, oauth, log })
  return {
    /** The one of the token in the settings; it is asked who it is once, when that is first needed. */
    me,
    /** The workspace of a team; null when the bot is not installed there. */
    async find(team: string): Promise<Workspace | null> {
      const workspace = await installed?.find(team)
      if (workspace) return workspace
      const own = await me()
      return own?.team === team ? own : null
    },
    forget: (team: string): void => installed?.forget(team),
  }
}

function installedWorkspaces({ client, oauth, log }: Installed) {
  const { installations } = oauth
  const known = createRecent<Promise<Workspace | null>>(REMEMBERED, REMEMBERED_MS)

  async function read(team: string): Promise<Workspace | null> {
    const text = await installations.find(teamId(team))
    const grant = text === null ? null : parseGrant(text)
    return grant && isExpiring(grant) ? renew(grant) : grant
  }

  /** Stored before it is used; while the old token works, a failure costs nothing. */
  async function renew(grant: Grant): Promise<Workspace | null> {
    try {
      const text = await installations.renew(teamId(grant.team), async (kept) => {
        const current = parseGrant(kept)
        return isExpiring(current) ? JSON.stringify(await renewGrant(client, oauth, current)) : kept
      })
      return text === null ? null : parseGrant(text)
    } catch (err) {
      log.warn({ err, team: grant.team }, 'Slack token not renewed')
      return grant
    }
  }

  return {
    find(team: string): Promise<Workspace | null> {
      const remembered = known.get(team)
      if (remembered) return remembered
      const workspace = read(team)
      known.set(team, workspace)
      // One that was not there may be installed by now, and another process have heard of it.
      const drop = () => void (known.get(team) === workspace && known.forget(team))
      workspace.then((found) => found ?? drop(), drop)
      return workspace
    },
    forget: known.forget,
  }
}

/** A workspace and what renews its token: null for one that does not expire. Milliseconds since the epoch. */
const grant = z.object({
  team: z.string(),
  token: z.string(),
  botUser: z.string(),
  bot: z.string(),
  name: z.string(),
  renewal: z.object({ token: z.string(), expiresAt: z.number() }).nullable(),
})
export type Grant = z.output<typeof grant>

/** Throws when it is none of ours. */
const parseGrant = (text: string): Grant => grant.parse(JSON.parse(text))

const isExpiring = ({ renewal }: Grant): boolean =>
  renewal !== null && renewal.expiresAt < Date.now() + RENEWED_BEFORE_MS

/** The grant that a code stands for; `organisation`: the token of an installation for no single workspace. */
export async function fetchGrant(
  client: WebClient,
  credentials: Credentials,
  asked: { code: string; redirect_uri: string },
): Promise<Grant | { organisation: string }> {
  const { isWhole, token, renewal } = await fetchAccess(client, credentials, asked)
  return isWhole ? { organisation: token } : { ...(await identify(client, token)), renewal }
}

/** The next token; the one before works for a while longer, the renewal before it does not. */
async function renewGrant(client: WebClient, credentials: Credentials, before: Grant): Promise<Grant> {
  if (!before.renewal) return before
  const asked = { grant_type: 'refresh_token', refresh_token: before.renewal.token } as const
  const { token, renewal } = await fetchAccess(client, credentials, asked)
  return { ...before, token, renewal }
}

type Asked = { code: string; redirect_uri: string } | { grant_type: 'refresh_token'; refresh_token: string }

/** Slack’s answer to a code, and to a renewal (oauth.v2.access). An installation for an organisation has no team. */
const access = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().optional(),
  expires_in: z.number().optional(),
  is_enterprise_install: z.boolean().default(false),
  team: z.object({ id: z.string() }).nullish(),
})

async function fetchAccess(client: WebClient, { clientId, clientSecret }: Credentials, asked: Asked) {
  const answer = await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, ...asked })
  const granted = access.parse(answer)
  const { access_token: token, refresh_token: next, expires_in: seconds } = granted
  return {
    token,
    isWhole: granted.is_enterprise_install || !granted.team,
    renewal:
      next === undefined || seconds === undefined ? null : { token: next, expiresAt: Date.now() + seconds * 1_000 },
  }
}

async function identify(client: WebClient, token: string): Promise<Workspace> {
  const {
    team_id: team = '',
    user_id: botUser = '',
    bot_id: bot = '',
    team: name = '',
  } = await client.auth.test({ token })
  return { team, token, botUser, bot, name }
}
