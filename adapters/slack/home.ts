import type { ChannelId, PersonId } from '../../src/core/chat.ts'
import { describeError } from '../../src/core/error-words.ts'
import { renderHome } from './forms.ts'
import { partsOf } from './ids.ts'
import type { Listening } from './interactions/interactions.ts'

type Home = Pick<Listening, 'handlers' | 'client' | 'workspaces' | 'log'>

/** Draws somebody's App Home. `channel`: their conversation with the bot. */
export async function showHome(
  { handlers, client, workspaces, log }: Home,
  { channel, person }: { channel: ChannelId; person: PersonId },
): Promise<void> {
  const { team, local } = partsOf(person)
  try {
    const reply = await handlers.onAction({ channel, person, action: 'home', value: '', post: null })
    const workspace = await workspaces.find(team)
    if (!reply || !('message' in reply) || !workspace) return
    await client.views.publish({ token: workspace.token, user_id: local, view: renderHome(reply.message, channel) })
  } catch (err) {
    log.warn({ err: describeError(err), team }, 'home not shown')
  }
}
