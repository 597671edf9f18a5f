import type { webApi } from '@slack/bolt'
import { type ChannelId, type Member, OutageError, type PersonId } from '../../src/core/chat.ts'
import { createAccessMemory } from '../shared/access-memory.ts'
import type { WebClient } from './connect.ts'
import { isOutage, platformError } from './errors.ts'
import { partsOf } from './ids.ts'
import type { Workspace, Workspaces } from './workspaces/workspaces.ts'

/** Full members see public channels; guests and people of connected workspaces those that they are in; bots nothing. */
export function createAccess({ client, workspaces }: { client: WebClient; workspaces: Workspaces }) {
  const known = createAccessMemory<Member>()
  const privacy = createAccessMemory<boolean>()

  async function fetchMember(id: string, local: string, workspace: Workspace, user: string) {
    const asked = { token: workspace.token, user }
    const member = memberOf((await client.users.info(asked)).user ?? {}, workspace.team)
    // Direct messages: Slack tells a bot of its own alone.
    if (member === null || !/^[CG]/.test(local)) return member
    const isPrivate = await privacy.ask(id, async () => {
      const { channel } = await client.conversations.info({ token: workspace.token, channel: local })
      return channel?.is_private ?? true
    })
    if (member.isFull && isPrivate === false) return member
    return (await isIn(client, workspace, local, user)) ? member : null
  }

  return {
    async access(channel: ChannelId, person: PersonId): Promise<Member | null> {
      const { team, local } = partsOf(channel)
      const { local: user } = partsOf(person)
      return known.ask(`${channel} ${person}`, async () => {
        const workspace = await workspaces.find(team)
        if (!workspace) return null
        try {
          return await fetchMember(channel, local, workspace, user)
        } catch (error) {
          if (NOBODY.has(platformError(error) ?? '')) return null
          if (isOutage(error)) throw new OutageError('Slack does not answer just now.', { cause: error })
          throw error
        }
      })
    },
    /** Something changed for a team, a channel, or `<channel> <person>`. */
    forget(where: string): void {
      known.forget(where)
      privacy.forget(where)
    },
  }
}

/** Slack's errors for an unknown person, or a channel that Paperboy cannot see. */
const NOBODY = new Set(['user_not_found', 'user_not_visible', 'channel_not_found', 'not_in_channel'])

async function isIn(client: WebClient, { token }: Workspace, channel: string, user: string): Promise<boolean> {
  for await (const page of client.paginate('conversations.members', { token, channel, limit: 1_000 })) {
    const { members }: webApi.ConversationsMembersResponse = page
    if (members?.includes(user)) return true
  }
  return false
}

type User = NonNullable<webApi.UsersInfoResponse['user']>

function memberOf(user: User, team: string): Member | null {
  if (user.deleted || user.is_bot) return null
  const isGuest = user.is_restricted || user.is_stranger || (user.team_id !== undefined && user.team_id !== team)
  const isAdmin = !isGuest && Boolean(user.is_admin || user.is_owner)
  return { isAdmin, isFull: !isGuest, roles: [], zone: user.tz ?? null }
}
