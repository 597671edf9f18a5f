import type { PostRef, Vote } from '../../src/core/chat.ts'
import { votesOf } from '../shared/emoji.ts'
import type { WebClient } from './connect.ts'
import { platformError } from './errors.ts'
import { partsOf, personId } from './ids.ts'
import { NOT_INSTALLED, type Workspaces } from './workspaces/workspaces.ts'

/** Everybody but the bot. A message that is gone has no votes. */
export async function fetchVoters(client: WebClient, workspaces: Workspaces, ref: PostRef): Promise<Vote[]> {
  const { team, local } = partsOf(ref.channel)
  const workspace = await workspaces.find(team)
  if (!workspace) throw new Error(`${ref.channel}: ${NOT_INSTALLED}.`)
  const { token, botUser } = workspace
  const asked = client.reactions.get({ token, channel: local, timestamp: ref.id, full: true })
  const { message } = await asked.catch((error: unknown) => {
    if (platformError(error) === 'message_not_found') return { message: undefined }
    throw error
  })
  const reactions = (message?.reactions ?? []).flatMap(({ name = '', users = [] }) =>
    users.map((user) => ({ person: personId(team, user), name })),
  )
  return votesOf(reactions, personId(team, botUser))
}
