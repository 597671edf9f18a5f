import type { App } from '@slack/bolt'
import type { Lifecycle } from '../../../src/core/chat.ts'
import { emojiOf } from '../../shared/emoji.ts'
import { renderHome } from '../forms.ts'
import { channelId, personId, teamId } from '../ids.ts'
import { readText } from '../render/text.ts'
import { renderMessage } from '../render.ts'
import type { Listening } from './listeners.ts'
import { eventEnvelope, homeOpened, reactionEvent, type Written, written } from './payloads.ts'

/** What happens in a workspace. A listener returns when it is stored: only then is the event acknowledged. */
export function listenToEvents(app: App, listening: Listening): void {
  const { handlers, client, workspaces, removeGrant, forgetAccess, track, log } = listening
  for (const type of ['reaction_added', 'reaction_removed'] as const)
    app.event(type, async ({ event, body }) => {
      const { team_id: team } = eventEnvelope.parse(body)
      const parsed = reactionEvent.safeParse(event)
      if (!parsed.success) return
      const { user, reaction, item, event_ts } = parsed.data
      await handlers.onReaction({
        post: { channel: channelId(team, item.channel), id: item.ts },
        person: personId(team, user),
        emoji: emojiOf(reaction),
        change: type === 'reaction_added' ? 'added' : 'removed',
        at: Math.round(Number(event_ts) * 1000),
      })
    })

  const onChannel = (
    type: ChannelEvent,
    change: (event: ChannelChange) => Omit<Exclude<Lifecycle, { team: string }>, 'channel'>,
  ) =>
    app.event(type, async ({ event, body }) => {
      const { team_id: team } = eventEnvelope.parse(body)
      const changed = channelOf(event)
      if (changed) forgetAccess(channelId(team, changed.id))
      if (changed) await handlers.onLifecycle({ channel: channelId(team, changed.id), ...change(changed) })
    })
  onChannel('channel_archive', () => ({ change: 'archived', detail: '' }))
  onChannel('group_archive', () => ({ change: 'archived', detail: '' }))
  onChannel('channel_deleted', () => ({ change: 'removed', detail: '' }))
  onChannel('group_deleted', () => ({ change: 'removed', detail: '' }))
  onChannel('channel_left', () => ({ change: 'removed', detail: '' }))
  onChannel('group_left', () => ({ change: 'removed', detail: '' }))
  onChannel('channel_rename', ({ name }) => ({ change: 'renamed', detail: name }))
  onChannel('group_rename', ({ name }) => ({ change: 'renamed', detail: name }))
  onChannel('channel_id_changed', ({ movedTo }) => ({ change: 'moved', detail: movedTo }))

  app.event('member_left_channel', async ({ event, body }) => {
    const { team_id: team } = eventEnvelope.parse(body)
    forgetAccess(`${channelId(team, event.channel)} ${personId(team, event.user)}`)
  })

  for (const type of ['app_uninstalled', 'tokens_revoked'] as const)
    app.event(type, async ({ event, body }) => {
      // A revoked user token changes nothing here; both events may come, in any order.
      if (event.type === 'tokens_revoked' && !event.tokens.bot?.length) return
      const { team_id: team, event_time: at } = eventEnvelope.parse(body)
      if (await removeGrant(team, at * 1000)) await handlers.onLifecycle({ team: teamId(team), change: 'uninstalled' })
    })

  app.event('app_home_opened', async ({ event, body }) => {
    const { team_id: team } = eventEnvelope.parse(body)
    const opened = homeOpened.safeParse(event)
    if (opened.success) track(showHome(team, opened.data.user, opened.data.channel))
  })

  // Told only where somebody subscribed the app to `message.channels` or `message.groups`.
  app.event('message', async ({ event, body }) => {
    const { team_id: team } = eventEnvelope.parse(body)
    const message = written.safeParse(event)
    if (message.success && /<https?:/.test(message.data.text)) track(replyToLink(team, message.data))
  })

  async function replyToLink(team: string, { channel, user, text, ts, thread_ts }: Written): Promise<void> {
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

  async function showHome(team: string, user: string, channel: string): Promise<void> {
    try {
      const asked = { channel: channelId(team, channel), person: personId(team, user) }
      const reply = await handlers.onAction({ ...asked, action: 'home', value: '', post: null })
      const workspace = await workspaces.find(team)
      if (!reply || !('message' in reply) || !workspace) return
      await client.views.publish({ token: workspace.token, user_id: user, view: renderHome(reply.message) })
    } catch (err) {
      log.warn({ err }, 'home not shown')
    }
  }
}

type ChannelEvent =
  | 'channel_archive'
  | 'group_archive'
  | 'channel_deleted'
  | 'group_deleted'
  | 'channel_left'
  | 'group_left'
  | 'channel_rename'
  | 'group_rename'
  | 'channel_id_changed'

type ChannelChange = { id: string; name: string; movedTo: string }

/** The channel an event is about: its id, or for a rename the channel itself. */
function channelOf(event: object): ChannelChange | null {
  if ('old_channel_id' in event && 'new_channel_id' in event)
    return { id: String(event.old_channel_id), name: '', movedTo: String(event.new_channel_id) }
  if (!('channel' in event)) return null
  const { channel } = event
  if (typeof channel === 'string') return { id: channel, name: '', movedTo: '' }
  if (typeof channel !== 'object' || channel === null || !('id' in channel)) return null
  return { id: String(channel.id), name: 'name' in channel ? String(channel.name) : '', movedTo: '' }
}
