import type { ChatAdapter } from '../../src/chat.ts'
import type { WebClient } from './client.ts'
import { partsOf, type Workspaces } from './workspaces.ts'

const REMEMBERED_MS = 5 * 60_000
const REMEMBERED = 5_000

type Access = Awaited<ReturnType<ChatAdapter['access']>>

/** Any full member of the workspace manages; guests, bots and people of connected workspaces use, and change nothing. */
export function createAccess({
  client,
  workspaces,
}: {
  client: WebClient
  workspaces: Workspaces
}): ChatAdapter['access'] {
  const known = new Map<string, { access: Access; until: number }>()
  return async (channel, person) => {
    const { team } = partsOf(channel)
    const { local: user } = partsOf(person)
    const remembered = known.get(person)
    if (remembered && remembered.until > Date.now()) return remembered.access
    const workspace = await workspaces.find(team)
    if (!workspace) return 'none'
    const { user: found } = await client.users.info({ token: workspace.token, user })
    const access = accessOf(found ?? {}, team)
    if (known.size >= REMEMBERED) known.clear()
    known.set(person, { access, until: Date.now() + REMEMBERED_MS })
    return access
  }
}

type User = { deleted?: boolean; is_bot?: boolean; is_restricted?: boolean; is_stranger?: boolean; team_id?: string }

function accessOf(user: User, team: string): Access {
  if (user.deleted || user.is_bot) return 'none'
  const isGuest = user.is_restricted || user.is_stranger || (user.team_id !== undefined && user.team_id !== team)
  return isGuest ? 'member' : 'manage'
}
