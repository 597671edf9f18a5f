import { type Platform, platformOf } from '../chat.ts'
import type { Asked, CommandContext } from './verb.ts'

/** Who may do something: who manages a channel, or that only where strangers read along; elsewhere, colleagues may. */
export type Access = 'anyone' | 'manager' | 'manager-on-open-platforms'

/** Where whoever finds the invitation walks in. */
const OPEN: ReadonlySet<Platform> = new Set(['discord'])

export async function isAllowed(
  { mayManage }: Pick<CommandContext, 'mayManage'>,
  access: Access,
  { channel, person }: Asked,
): Promise<boolean> {
  if (access === 'anyone') return true
  if (access === 'manager-on-open-platforms' && !OPEN.has(platformOf(channel))) return true
  return mayManage(channel, person)
}
