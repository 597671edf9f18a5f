import type { ListedChannel } from '../../src/core/chat.ts'
import { describeError } from '../../src/core/error-words.ts'
import { broken, type Finding, fine, odd } from '../../src/core/finding.ts'
import { findChannels } from './channels.ts'
import type { WebClient } from './connect.ts'
import { describeFailure, platformError } from './errors.ts'
import { partsOf } from './ids.ts'
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
  /** Channels by name or id. */
  channels: string[]
}

/** Tokens, permissions and each channel, with what to do about what is missing. */
export async function examineSlack(examined: Examined): Promise<Finding[]> {
  const { client, botToken, appToken, oauth } = examined
  const [own, app, installed] = await Promise.all([
    botToken === null ? { me: null, findings: [] } : examineOwn(client, botToken),
    appToken === null ? [] : examineAppToken(client, appToken),
    oauth === null ? [] : examineInstalled(examined, oauth),
  ])
  // Where the token is refused, each channel would say so again.
  const channels = botToken !== null && own.me === null ? [] : await examineChannels(examined, own.me)
  return [...own.findings, ...app, ...installed, ...channels]
}

async function examineOwn(client: WebClient, token: string): Promise<{ me: Workspace | null; findings: Finding[] }> {
  try {
    const me = await identify(client, token)
    return { me, findings: [fine(`Slack knows Paperboy in ${me.name}.`), ...(await examineScopes(client, me))] }
  } catch (error) {
    const remedy = 'Copy it anew: api.slack.com/apps → OAuth & Permissions.'
    return { me: null, findings: [broken(`Slack, SLACK_BOT_TOKEN: ${describeFailure(error).reason}.`, remedy)] }
  }
}

const examineChannels = ({ client, workspaces, channels }: Examined, me: Workspace | null): Promise<Finding[]> =>
  orFinding(
    async () => {
      const found = await findChannels({ client, workspaces, own: async () => me, isAsked: false }, channels)
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
    const { channel: info } = await client.conversations
      .info({ token, channel: local })
      .catch(() => ({ channel: null }))
    if (info?.is_non_threadable)
      return broken(
        `Slack: ${name} takes no threads.`,
        'Allow them in the channel’s settings, or choose another channel.',
      )
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

/**
 * Really asks: a message for the far future that is taken back at once is refused as a post would be, and seen by
 * nobody. Null: it was taken back.
 */
async function tryToPost(client: WebClient, token: string, channel: string): Promise<string | null> {
  const post_at = Math.floor(Date.now() / 1000) + FAR_SECONDS
  const { scheduled_message_id: id = '' } = await client.chat.scheduleMessage({
    token,
    channel,
    post_at,
    text: 'Paperboy’s doctor asked whether Paperboy may post here.',
  })
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
