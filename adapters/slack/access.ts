import type { webApi } from '@slack/bolt'
import { createAccessMemory } from '../../src/core/access-memory.ts'
import { type AccessLevel, type ChatAdapter, manages, OutageError } from '../../src/core/chat.ts'
import { pagesOf, type WebClient } from './connect.ts'
import { isOutage, platformError } from './errors.ts'
import { partsOf } from './ids.ts'
import type { Workspace, Workspaces } from './workspaces/workspaces.ts'

export type SlackAccess = {
  access: ChatAdapter['access']
  /** Something changed for a team, a channel, or `<channel> <person>`. */
  forget(where: string): void
}

/**
 * A full member of the workspace who sees the channel manages it; guests, bots and people of connected workspaces are
 * members at most. A private channel is for its members; a public one is for guests only when they are in it.
 */
export function createAccess({ client, workspaces }: { client: WebClient; workspaces: Workspaces }): SlackAccess {
  const known = createAccessMemory<Exclude<AccessLevel, 'none'>>()
  const privacy = createAccessMemory<boolean>()

  async function fetchAccess(id: string, local: string, workspace: Workspace, user: string) {
    const asked = { token: workspace.token, user }
    const level = accessOf((await client.users.info(asked)).user ?? {}, workspace.team)
    // Direct messages: Slack tells a bot of its own alone.
    if (level === 'none' || !/^[CG]/.test(local)) return level
    const isPrivate = await privacy.ask(id, async () => {
      const { channel } = await client.conversations.info({ token: workspace.token, channel: local })
      return channel?.is_private ?? true
    })
    if (manages(level) && isPrivate === false) return level
    return (await isIn(client, workspace, local, user)) ? level : 'none'
  }

  return {
    async access(channel, person) {
      const { team, local } = partsOf(channel)
      const { local: user } = partsOf(person)
      const access = await known.ask(`${channel} ${person}`, async () => {
        const workspace = await workspaces.find(team)
        if (!workspace) return null
        try {
          const fetched = await fetchAccess(channel, local, workspace, user)
          return fetched === 'none' ? null : fetched
        } catch (error) {
          if (NOBODY.has(platformError(error) ?? '')) return null
          if (isOutage(error)) throw new OutageError('Slack does not answer just now.', { cause: error })
          throw error
        }
      })
      return access ?? 'none'
    },
    forget(where) {
      known.forget(where)
      privacy.forget(where)
    },
  }
}

/** Slack's errors for an unknown person, or a channel that Paperboy cannot see. */
const NOBODY = new Set(['user_not_found', 'user_not_visible', 'channel_not_found', 'not_in_channel'])

async function isIn(client: WebClient, { token }: Workspace, channel: string, user: string): Promise<boolean> {
  const pages = pagesOf((from) => client.conversations.members({ token, channel, limit: 1_000, ...from }))
  for await (const { members } of pages) if (members?.includes(user)) return true
  return false
}

type User = NonNullable<webApi.UsersInfoResponse['user']>

function accessOf(user: User, team: string): AccessLevel {
  if (user.deleted || user.is_bot) return 'none'
  const isGuest = user.is_restricted || user.is_stranger || (user.team_id !== undefined && user.team_id !== team)
  if (isGuest) return 'member'
  return user.is_admin || user.is_owner ? 'admin' : 'manage'
}
