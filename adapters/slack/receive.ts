import type { App } from '@slack/bolt'
import { z } from 'zod'
import { linkedPapers } from '../../src/core/identifiers/linked-papers.ts'
import { emojiOf } from '../shared/emoji.ts'
import { channelId, personId, teamId } from './ids.ts'
import { type Listening, showHome } from './interactions/interactions.ts'
import { eventEnvelope } from './interactions/payloads.ts'
import { CHANNEL_CHANGES } from './manifest.ts'
import { readText } from './render/text.ts'
import { renderMessage } from './render.ts'

const reaction = z.object({
  user: z.string(),
  reaction: z.string(),
  // Old data holds reactions to files, too.
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  event_ts: z.string(),
})
/** The channel that an event is about: its id, or for a rename the channel itself. */
const inChannel = z.object({
  channel: z.union([z.string().transform((id) => ({ id, name: '' })), z.object({ id: z.string(), name: z.string() })]),
})
const moved = z.object({ old_channel_id: z.string(), new_channel_id: z.string() })
const memberLeft = z.object({ channel: z.string(), user: z.string() })
/** A revoked user token changes nothing here. */
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).min(1) }) })
const homeOpened = z.object({ user: z.string(), channel: z.string(), tab: z.literal('home') })
/** A link or identifier that a person wrote in a channel; everything else has a subtype or a bot. */
const written = z.object({
  channel: z.string(),
  channel_type: z.enum(['channel', 'group']),
  user: z.string(),
  text: z.string().refine((text) => linkedPapers(text).length > 0),
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
})

/** What happens in a workspace. A listener returns when it is stored: only then is the event acknowledged. */
export function listenToEvents(app: App, listening: Listening): void {
  const { handlers, client, workspaces, removeGrant, forgetAccess, features, track, log } = listening

  /** Hears events of one type; `at`: milliseconds. What has another shape is left out. */
  const on = <T>(type: string, schema: z.ZodType<T>, hear: (event: T, team: string, at: number) => unknown) =>
    app.event(type, async ({ event, body }) => {
      const { team_id: team, event_time } = eventEnvelope.parse(body)
      const { data } = schema.safeParse(event)
      if (data !== undefined) await hear(data, team, event_time * 1_000)
    })

  for (const change of ['added', 'removed'] as const)
    on(`reaction_${change}`, reaction, ({ user, reaction, item, event_ts }, team) =>
      handlers.onReaction({
        post: { channel: channelId(team, item.channel), id: item.ts },
        person: personId(team, user),
        emoji: emojiOf(reaction),
        change,
        at: Math.round(Number(event_ts) * 1000),
      }),
    )

  for (const [type, change] of Object.entries(CHANNEL_CHANGES))
    on(type, inChannel, ({ channel: { id, name } }, team) => {
      forgetAccess(channelId(team, id))
      return handlers.onLifecycle({ channel: channelId(team, id), change, detail: name })
    })

  on('channel_id_changed', moved, ({ old_channel_id, new_channel_id }, team) => {
    const channel = channelId(team, old_channel_id)
    forgetAccess(channel)
    return handlers.onLifecycle({ channel, change: 'moved', detail: new_channel_id })
  })

  on('member_left_channel', memberLeft, ({ channel, user }, team) =>
    forgetAccess(`${channelId(team, channel)} ${personId(team, user)}`),
  )

  // Both may come, in any order.
  on('app_uninstalled', z.object({}), (_, team, at) => onUninstalled(team, at))
  on('tokens_revoked', revoked, (_, team, at) => onUninstalled(team, at))
  on('app_home_opened', homeOpened, ({ user, channel }, team) =>
    track(showHome(listening, { channel: channelId(team, channel), person: personId(team, user) })),
  )
  // Told only where somebody subscribed the app to `message.channels` or `message.groups`.
  app.event('message', async () => {
    if (!features.includes('messages')) features.push('messages')
  })
  on('message', written, (message, team) => track(replyToLink(team, message)))

  async function onUninstalled(team: string, at: number): Promise<void> {
    if (await removeGrant(team, at)) await handlers.onLifecycle({ team: teamId(team), change: 'uninstalled' })
  }

  async function replyToLink(team: string, message: z.output<typeof written>): Promise<void> {
    const { channel, user, text, ts, thread_ts } = message
    try {
      const asked = { channel: channelId(team, channel), person: personId(team, user) }
      const post = { channel: asked.channel, id: ts }
      const reply = await handlers.onPaperLink({ ...asked, cause: 'seen', text: readText(text), post })
      const workspace = reply && 'message' in reply ? await workspaces.find(team) : null
      if (!reply || !('message' in reply) || !workspace) return
      await client.chat.postMessage({
        token: workspace.token,
        channel,
        thread_ts: thread_ts ?? ts,
        ...renderMessage(reply.message),
        unfurl_links: false,
        unfurl_media: false,
      })
    } catch (err) {
      log.warn({ err, channel }, 'pasted link not answered')
    }
  }
}
