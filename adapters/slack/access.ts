import type { AccessLevel, ChatAdapter } from '../../src/chat.ts'
import type { WebClient } from './client.ts'
import { platformError } from './outcome.ts'
import { partsOf, type Workspace, type Workspaces } from './workspaces.ts'

const REMEMBERED_MS = 5 * 60_000
const REMEMBERED = 5_000

/**
 * Any full member of the workspace who sees the channel manages it; guests, bots and people of connected workspaces use, and
 * change nothing. A private channel is nobody else's business.
 */
export function createAccess({
  client,
  workspaces,
}: {
  client: WebClient
  workspaces: Workspaces
}): ChatAdapter['access'] {
  const known = new Map<string, { access: AccessLevel; until: number }>()
  return async (channel, person) => {
    const key = `${channel} ${person}`
    const remembered = known.get(key)
    if (remembered && remembered.until > Date.now()) return remembered.access
    const { team, local } = partsOf(channel)
    const workspace = await workspaces.find(team)
    if (!workspace) return 'none'
    const { local: user } = partsOf(person)
    const asked = { token: workspace.token, user }
    const standing = accessOf((await client.users.info(asked)).user ?? {}, team)
    const access = standing === 'none' || (await sees(client, workspace, local, user)) ? standing : 'none'
    if (known.size >= REMEMBERED) known.clear()
    known.set(key, { access, until: Date.now() + REMEMBERED_MS })
    return access
  }
}

async function sees(client: WebClient, { token }: Workspace, channel: string, user: string): Promise<boolean> {
  // Direct messages: Slack tells us of our own alone.
  if (!/^[CG]/.test(channel)) return true
  try {
    const { channel: found } = await client.conversations.info({ token, channel })
    if (!found?.is_private) return true
    for (let cursor: string | undefined; ; ) {
      const page = await client.conversations.members({ token, channel, limit: 1_000, ...(cursor && { cursor }) })
      if (page.members?.includes(user)) return true
      cursor = page.response_metadata?.next_cursor
      if (!cursor) return false
    }
  } catch (error) {
    if (platformError(error) === 'channel_not_found') return false
    throw error
  }
}

type User = Partial<
  Record<'deleted' | 'is_bot' | 'is_restricted' | 'is_stranger' | 'is_admin' | 'is_owner', boolean> & {
    team_id: string
  }
>

function accessOf(user: User, team: string): AccessLevel {
  if (user.deleted || user.is_bot) return 'none'
  const isGuest = user.is_restricted || user.is_stranger || (user.team_id !== undefined && user.team_id !== team)
  if (isGuest) return 'member'
  return user.is_admin || user.is_owner ? 'admin' : 'manage'
}
