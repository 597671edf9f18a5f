import type { ListedChannel } from '../../src/core/chat.ts'
import { describeError } from '../../src/core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../src/core/finding.ts'
import { findChannels } from './channels.ts'
import type { WebClient } from './connect.ts'
import { describeFailure, platformError } from './errors.ts'
import { partsOf } from './ids.ts'
import { SCOPES } from './manifest.ts'
import type { OAuthConfig } from './workspaces/oauth.ts'
import type { Workspace, Workspaces } from './workspaces/workspaces.ts'

/** Of many workspaces, so many are asked whether their token works. */
const SAMPLED = 20

type Examined = { client: WebClient; workspaces: Workspaces; appToken: string | null; oauth: OAuthConfig | null }

/** Tokens, permissions and each channel (by name or id), with what to do about what is missing. */
export async function examineSlack(examined: Examined, channels: string[]): Promise<Finding[]> {
  const { client, appToken, oauth } = examined
  const [own, app, installed] = await Promise.all([
    examineOwn(examined),
    appToken === null ? [] : examineAppToken(client, appToken),
    oauth === null ? [] : examineInstalled(examined, oauth),
  ])
  // Where the token is refused, each channel would say so again.
  const isRefused = own.some(({ remedy }) => remedy === NEW_TOKEN)
  return [...own, ...app, ...installed, ...(isRefused ? [] : await examineChannels(examined, channels))]
}

const NEW_TOKEN = 'Copy it anew: api.slack.com/apps → OAuth & Permissions.'

const examineOwn = ({ client, workspaces }: Examined): Promise<Finding[]> =>
  orFinding(
    async () => {
      const me = await workspaces.me()
      return me ? [fine(`Slack knows Paperboy in ${me.name}.`), ...(await examineScopes(client, me))] : []
    },
    (reason) => broken(`Slack, SLACK_BOT_TOKEN: ${reason}.`, NEW_TOKEN),
  )

const examineChannels = ({ client, workspaces }: Examined, channels: string[]): Promise<Finding[]> =>
  orFinding(
    async () => {
      const found = await findChannels({ client, workspaces, isAsked: false }, channels)
      // A channel may be listed and subscribed.
      const known = new Map(found.map((one) => [one.channel?.id ?? one.listed, one]))
      return Array.fromAsync(known.values(), (one) => examineChannel(client, workspaces, one))
    },
    (reason) => broken(`Slack: channels could not be listed: ${reason}.`),
  )

async function examineChannel(
  client: WebClient,
  workspaces: Workspaces,
  { channel, problem }: ListedChannel,
): Promise<Finding> {
  if (!channel) return broken(problem ?? 'A channel is missing.')
  const name = `#${channel.name}`
  const { team, local } = partsOf(channel.id)
  try {
    const token = (await workspaces.find(team))?.token ?? ''
    const asked = client.conversations.info({ token, channel: local })
    const { channel: info } = await asked.catch(() => ({ channel: null }))
    if (info?.is_non_threadable) {
      const remedy = 'Allow them in the channel’s settings, or choose another channel.'
      return broken(`Slack: ${name} takes no threads.`, remedy)
    }
    const notTakenBack = await tryToPost(client, token, local)
    return notTakenBack
      ? odd(`Slack, ${name}: ${notTakenBack}`)
      : fine(`Slack: Paperboy is in ${name}, and may post there.`)
  } catch (error) {
    // A permission that is missing has a line of its own.
    if (platformError(error) === 'missing_scope') return fine(`Slack: Paperboy is in ${name}.`)
    const remedy = 'Posting is allowed in the channel’s settings → Posting permissions; archived channels take none.'
    return broken(`Slack: Paperboy may not post in ${name}: ${describeFailure(error).reason}.`, remedy)
  }
}

/** Slack: at most 120 days ahead. */
const FAR_SECONDS = 100 * 86_400

/** A message for the far future is refused as a post would be, and seen by nobody. Null: it was taken back at once. */
async function tryToPost(client: WebClient, token: string, channel: string): Promise<string | null> {
  const post_at = Math.floor(Date.now() / 1000) + FAR_SECONDS
  const text = 'Paperboy’s doctor asked whether Paperboy may post here.'
  const { scheduled_message_id: id = '' } = await client.chat.scheduleMessage({ token, channel, post_at, text })
  return client.chat.deleteScheduledMessage({ token, channel, scheduled_message_id: id }).then(
    () => null,
    (error: unknown) => `a check that was scheduled for 100 days from now stays: ${describeFailure(error).reason}.`,
  )
}

/** The first of them stand for all: each costs two calls. */
async function examineInstalled(examined: Examined, { installations, url }: OAuthConfig): Promise<Finding[]> {
  const teams = await installations.teams()
  const sampled = await Promise.all(teams.slice(0, SAMPLED).map((team) => examineGrant(examined, team)))
  return [
    fine(`Slack: installed in ${teams.length} workspaces by OAuth; ${url.replace(/\/$/, '')}/slack/install adds one.`),
    fine(
      'Slack lets an app outside of its Marketplace read a channel once a minute: ' +
        'posts of unknown fate are looked for that slowly.',
    ),
    // A secret that opens nothing is one finding.
    ...new Map(sampled.flat().map((finding) => [finding.what, finding])).values(),
  ]
}

async function examineGrant({ client, workspaces }: Examined, team: string): Promise<Finding[]> {
  const found = workspaces.find(team.slice('slack:'.length))
  const workspace = await found.catch((error: unknown) => broken(describeError(error)))
  if (workspace === null || 'state' in workspace) return workspace ? [workspace] : []
  return orFinding(
    () => examineScopes(client, workspace),
    (reason) => odd(`Slack, workspace ${workspace.name}: ${reason}.`),
  )
}

async function examineScopes(client: WebClient, { token, name }: Workspace): Promise<Finding[]> {
  const granted = (await client.auth.test({ token })).response_metadata?.scopes ?? []
  // A proxy may take the header away that names them.
  if (granted.length === 0) return []
  const missing = Object.entries(SCOPES).filter(([scope]) => !granted.includes(scope))
  return missing.map(([scope, use]) => {
    const what = `Slack, ${name}: the permission ${scope} is missing (${use}).`
    return scope === 'chat:write' || scope === 'commands' ? broken(what, REINSTALL) : odd(what, REINSTALL)
  })
}

const REINSTALL = 'Add it under OAuth & Permissions, then reinstall the app.'

const examineAppToken = (client: WebClient, token: string): Promise<Finding[]> =>
  orFinding(
    async () => {
      await client.apps.connections.open({ token })
      return [fine('Slack takes connections with SLACK_APP_TOKEN.')]
    },
    (reason) => broken(`Slack, SLACK_APP_TOKEN: ${reason}.`, APP_TOKEN),
  )

const APP_TOKEN = 'It needs the scope connections:write; Basic Information → App-Level Tokens makes one.'

const orFinding = (work: () => Promise<Finding[]>, failed: (reason: string) => Finding): Promise<Finding[]> =>
  work().catch((error: unknown) => [failed(describeFailure(error).reason)])
