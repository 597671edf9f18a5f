import type { App } from '@slack/bolt'
import { emojiOf } from '../shared/emoji.ts'
import { renderHome } from './forms.ts'
import { channelId, personId, teamId } from './ids.ts'
import type { Listening } from './interactions/interactions.ts'
import {
  channelEvent,
  eventEnvelope,
  homeOpened,
  reactionEvent,
  type Written,
  written,
} from './interactions/payloads.ts'
import { readText } from './render/text.ts'
import { renderMessage } from './render.ts'

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

  for (const [type, change] of Object.entries(CHANNEL_CHANGES))
    app.event(type, async ({ event, body }) => {
      const { team_id: team } = eventEnvelope.parse(body)
      const { data } = channelEvent.safeParse(event)
      if (!data) return
      const channel = channelId(team, data.channel.id)
      forgetAccess(channel)
      await handlers.onLifecycle({ channel, change, detail: data.channel.name })
    })

  app.event('channel_id_changed', async ({ event, body }) => {
    const { team_id: team } = eventEnvelope.parse(body)
    const channel = channelId(team, event.old_channel_id)
    forgetAccess(channel)
    await handlers.onLifecycle({ channel, change: 'moved', detail: event.new_channel_id })
  })

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

const CHANNEL_CHANGES = {
  channel_archive: 'archived',
  group_archive: 'archived',
  channel_deleted: 'removed',
  group_deleted: 'removed',
  channel_left: 'removed',
  group_left: 'removed',
  channel_rename: 'renamed',
  group_rename: 'renamed',
} as const
