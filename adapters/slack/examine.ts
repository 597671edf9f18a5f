import { describeError } from '../../src/core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../src/core/finding.ts'
import { findChannels } from './channels.ts'
import type { WebClient } from './connect.ts'
import { describeFailure } from './errors.ts'
import { SCOPES } from './manifest.ts'
import type { OAuthConfig } from './workspaces/oauth.ts'
import { identify, type Workspace, type Workspaces } from './workspaces/workspaces.ts'

/** Of many workspaces, so many are asked whether their token works. */
const SAMPLED = 20

export type Examined = {
  client: WebClient
  workspaces: Workspaces
  botToken: string | null
  appToken: string | null
  oauth: OAuthConfig | null
  listed: string[]
}

/** Tokens, permissions and each channel, with what to do about what is missing. */
export async function examineSlack(examined: Examined): Promise<Finding[]> {
  const { client, botToken, appToken, oauth } = examined
  return [
    ...(botToken === null ? [] : await examineOwn(examined, botToken)),
    ...(appToken === null ? [] : await examineAppToken(client, appToken)),
    ...(oauth === null ? [] : await examineInstalled(examined, oauth)),
  ]
}

const examineOwn = ({ client, workspaces, listed }: Examined, token: string): Promise<Finding[]> =>
  orFinding(
    async () => {
      const me = await identify(client, token)
      const scopes = await examineScopes(client, me)
      const channels = await orFinding(
        async () => (await findChannels({ client, workspaces, own: async () => me }, listed)).map(channelFinding),
        (reason) => broken(`Slack: channels could not be listed: ${reason}.`),
      )
      return [fine(`Slack knows Paperboy in ${me.name}.`), ...scopes, ...channels]
    },
    (reason) => broken(`Slack, SLACK_BOT_TOKEN: ${reason}.`),
  )

const channelFinding = ({ channel, problem }: Awaited<ReturnType<typeof findChannels>>[number]): Finding =>
  channel ? fine(`Slack: Paperboy is in #${channel.name}.`) : broken(problem ?? 'A channel is missing.')

/** The first of them stand for all: each costs two calls. */
async function examineInstalled(examined: Examined, { installations, url }: OAuthConfig): Promise<Finding[]> {
  const teams = await installations.teams()
  const sampled = await Promise.all(teams.slice(0, SAMPLED).map((team) => examineGrant(examined, team)))
  return [
    fine(`Slack: installed in ${teams.length} workspaces by OAuth; ${url.replace(/\/$/, '')}/slack/install adds one.`),
    // A secret that opens nothing is one finding.
    ...new Map(sampled.flat().map((finding) => [finding.what, finding])).values(),
  ]
}

async function examineGrant({ client, workspaces }: Examined, team: string): Promise<Finding[]> {
  let workspace: Workspace | null
  try {
    workspace = await workspaces.find(team.slice('slack:'.length))
  } catch (error) {
    return [broken(describeError(error))]
  }
  const granted = workspace
  if (!granted) return []
  return orFinding(
    () => examineScopes(client, granted),
    (reason) => odd(`Slack, workspace ${granted.name}: ${reason}.`),
  )
}

async function examineScopes(client: WebClient, { token, name }: Workspace): Promise<Finding[]> {
  const granted = (await client.auth.test({ token })).response_metadata?.scopes ?? []
  // A proxy may take the header away that names them.
  if (granted.length === 0) return []
  const missing = Object.entries(SCOPES).filter(([scope]) => !granted.includes(scope))
  return missing.map(([scope, use]) => {
    const what = `Slack, ${name}: the permission ${scope} is missing (${use}). ${REINSTALL}`
    return scope === 'chat:write' || scope === 'commands' ? broken(what) : odd(what)
  })
}

const REINSTALL = 'Add it under OAuth & Permissions, then reinstall the app.'

const examineAppToken = (client: WebClient, token: string): Promise<Finding[]> =>
  orFinding(
    async () => {
      await client.apps.connections.open({ token })
      return [fine('Slack takes connections with SLACK_APP_TOKEN.')]
    },
    (reason) => broken(`Slack, SLACK_APP_TOKEN: ${reason}. ${APP_TOKEN}.`),
  )

const APP_TOKEN = 'It needs the scope connections:write; Basic Information → App-Level Tokens makes one'

const orFinding = (work: () => Promise<Finding[]>, failed: (reason: string) => Finding): Promise<Finding[]> =>
  work().catch((error: unknown) => [failed(describeFailure(error).reason)])
