import type { webApi } from '@slack/bolt'
import { type ChannelId, idOf, LastingError, type ListedChannel, type Place } from '../../src/core/chat.ts'
import { notFound } from '../shared/errors.ts'
import type { WebClient } from './connect.ts'
import { describeFailure, explainStart, platformError } from './errors.ts'
import { channelId, partsOf } from './ids.ts'
import { NOT_INSTALLED, OWN_TOKEN, type Workspace, type Workspaces } from './workspaces/workspaces.ts'

/** Slack: conversations.list, at most 1,000 a page. */
const PAGE = 1_000

export type ChannelSearch = {
  client: WebClient
  /** Its own one is that which names and short ids mean. */
  workspaces: Workspaces
  /** By somebody who is there, or chose it. */
  isAsked: boolean
}

/** For whoever asks in that channel, or chose it. */
const NOT_IN = 'Paperboy is not in this channel yet. Type `/invite @Paperboy` in it, then ask again.'

type Channel = NonNullable<webApi.ConversationsInfoResponse['channel']>

/** Finds channels by name or id. Joins public ones: Slack tells who is no member no reactions and no history. */
export async function findChannels(search: ChannelSearch, listed: string[]): Promise<ListedChannel[]> {
  const { client, workspaces, isAsked } = search
  let me: Workspace | null = null
  let byName: Channel[] = []
  try {
    if (listed.some((name) => !isWhole(name))) me = await workspaces.me()
    if (me && listed.some((name) => !isWhole(name) && !isId(name))) byName = await listChannels(client, me)
  } catch (error) {
    const explained = explainStart(error, OWN_TOKEN)
    if (explained instanceof LastingError) throw explained
    return listed.map((name) => notLookedUp(name, error))
  }
  return Array.fromAsync(listed, async (name) => {
    const { team, local } = isWhole(name) ? partsOf(name) : { team: null, local: name }
    const workspace = team === null ? me : await workspaces.find(team)
    if (!workspace) return notFound(name, `The channel “${name}”: ${NOT_INSTALLED}.`)
    return findChannel(client, workspace, local, { all: byName, isAsked })
  })
}

/** The channel of a person’s direct messages, whose history has its id alone. ALERT_CHANNEL may name a person. */
export async function fetchConversation(client: WebClient, { token }: Workspace, to: Place): Promise<string> {
  const { local } = partsOf(idOf(to))
  if (!/^[UW]/.test(local)) return local
  return (await client.conversations.open({ token, users: local })).channel?.id ?? local
}

async function findChannel(
  client: WebClient,
  workspace: Workspace,
  listed: string,
  { all, isAsked }: { all: Channel[]; isAsked: boolean },
): Promise<ListedChannel> {
  const fail = (problem: string) => notFound(listed, problem)
  const named = isAsked ? 'This channel' : `The channel “${listed}”`
  try {
    const channel = isId(listed)
      ? await readChannel(client, workspace, listed)
      : all.find(({ name }) => name === listed.replace(/^#/, ''))
    if (!channel?.id)
      return fail(
        isAsked
          ? NOT_IN
          : `Slack knows no channel “${listed}”. Is it private? Then type /invite @Paperboy there. ` +
              '`paperboy doctor` names missing permissions.',
      )
    if (channel.is_archived)
      return fail(`${named} is archived. Unarchive it${isAsked ? ' first' : ', or take it out of SLACK_CHANNELS'}.`)
    if (!channel.is_member && channel.is_private)
      return fail(isAsked ? NOT_IN : `Paperboy is not in “${listed}”. Type /invite @Paperboy there.`)
    if (!channel.is_member) await client.conversations.join({ token: workspace.token, channel: channel.id })
    const { id, name = listed } = channel
    return { listed, channel: { id: channelId(workspace.team, id), name }, problem: null }
  } catch (error) {
    return notLookedUp(listed, error)
  }
}

function notLookedUp(listed: string, error: unknown): ListedChannel {
  const { reason, ...again } = describeFailure(error)
  return { ...notFound(listed, `The channel “${listed}” could not be looked up: ${reason}.`), ...again }
}

async function readChannel(client: WebClient, { token }: Workspace, channel: string): Promise<Channel | undefined> {
  try {
    return (await client.conversations.info({ token, channel })).channel
  } catch (error) {
    if (platformError(error) === 'channel_not_found') return undefined
    throw error
  }
}

/** Without the permission for private channels: the public ones. Without any: none. */
async function listChannels(client: WebClient, { token }: Workspace): Promise<Channel[]> {
  for (const types of ['public_channel,private_channel', 'public_channel'])
    try {
      const pages = await Array.fromAsync(client.paginate('conversations.list', { token, types, limit: PAGE }))
      return pages.flatMap(({ channels = [] }: webApi.ConversationsListResponse) => channels)
    } catch (error) {
      if (platformError(error) !== 'missing_scope') throw error
    }
  return []
}

const isWhole = (text: string): text is ChannelId => text.startsWith('slack:')
const isId = (text: string): boolean => /^[CGD][A-Z0-9]+$/.test(text)
