import type { App } from '@slack/bolt'
import type { Logger } from 'pino'
import type { ChannelId, ChatHandlers, KeptTexts, PersonId, Reply } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import type { Feature } from '../../../src/core/feature.ts'
import { notice } from '../../../src/core/message.ts'
import { readEmoji } from '../../shared/emoji.ts'
import { TOO_OLD, wholeValue } from '../../shared/long-values.ts'
import { shownTexts } from '../../shared/text.ts'
import type { WebClient } from '../connect.ts'
import { parsePlace, parseValues, renderHome } from '../forms.ts'
import { channelId, isDirect, partsOf, personId } from '../ids.ts'
import { KEEP_NOTE } from '../manifest.ts'
import { actionOf } from '../render/controls.ts'
import { namePeople, readText } from '../render/text.ts'
import type { Workspaces } from '../workspaces/workspaces.ts'
import { isSlow, LOOKING, reply, viewOf } from './answers.ts'
import { blockAction, messageShortcut, slashCommand, viewSubmission } from './payloads.ts'

export type Listening = {
  handlers: ChatHandlers
  client: WebClient
  kept: KeptTexts
  workspaces: Workspaces
  log: Logger
  /** What a workspace granted is deleted; false when it has been granted anew since (milliseconds). */
  removeGrant(team: string, at: number): Promise<boolean>
  /** After so long somebody is shown that an answer is on its way. */
  slowMs: number
  /** Grows by `messages` with the first that is heard: Slack tells an app in no other way which events it gets. */
  features: Feature[]
  /** Who may do what has changed in a team, a channel, or for `<channel> <person>`. */
  forgetAccess(where: string): void
  /** Work that goes on after the acknowledgement; stopping waits for it. */
  track(work: Promise<void>): void
}

/** Commands, buttons, forms, shortcuts: each is acknowledged first, and answered as soon as core has the answer. */
export function listenToPeople(app: App, listening: Listening): void {
  const { handlers, kept, slowMs, log, track } = listening

  app.command(/^\//, async ({ ack, body, respond }) => {
    await ack()
    const { team_id: team, channel_id, user_id, text, trigger_id: trigger } = slashCommand.parse(body)
    const asked = { channel: channelId(team, channel_id), person: personId(team, user_id) }
    const typed = readEmoji(readText(namePeople(team, text)))
    const work = () => handlers.onCommand({ ...asked, text: typed })
    track(reply(listening, { team, ...asked, trigger, respond }, work))
  })

  app.action(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const parsed = blockAction.parse(body)
    const { team, user, container, view, trigger_id: trigger } = parsed
    const [first] = parsed.actions
    const place = parsePlace(view?.private_metadata ?? '')
    const channel = parsed.channel ? channelId(team.id, parsed.channel.id) : place?.channel
    // A button that is a link tells us that it was followed; App Home has no channel, so it has one of its own.
    if (!first || first.action_id.startsWith('open:')) return
    const asked = { channel: channel ?? channelId(team.id, user.id), person: personId(team.id, user.id) }
    const { message_ts: ts, is_ephemeral: ephemeral } = container
    const pressed = first.value ?? first.selected_option?.value ?? ''
    const action = {
      ...asked,
      action: actionOf(first.action_id),
      post: ts === undefined || ephemeral || !parsed.channel ? null : { channel: asked.channel, id: ts },
    }
    const replaces = ephemeral && action.action === 'more'
    // Only a modal takes another one on top; App Home opens its own.
    const modal = view?.type === 'modal' ? { ...(place ?? { channel: asked.channel, depth: 1 }), id: view.id } : null
    const opens = !replaces
    const how = { team: team.id, ...asked, trigger, respond: view ? null : respond, replaces, modal, opens }
    const work = async () => {
      const value = await wholeValue(kept, pressed)
      return value === null ? { message: TOO_OLD, to: 'asker' as const } : handlers.onAction({ ...action, value })
    }
    const answered = reply(listening, how, work)
    // A window may lie on App Home, which has no conversation but the person’s own.
    track(view && isDirect(asked.channel) ? answered.then(() => showHome(listening, asked)) : answered)
  })

  app.view(/.*/, async ({ ack, body }) => {
    const { team, user, view } = viewSubmission.parse(body)
    const place = parsePlace(view.private_metadata) ?? { channel: channelId(team.id, user.id), depth: 1 }
    const values = parseValues(view.state.values, team.id)
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
    try {
      const asked = { channel: place.channel, person: personId(team.id, user.id) }
      const work = handlers.onForm({ ...asked, form: view.callback_id, values })
      if (await isSlow(work, slowMs)) {
        await ack({ response_action: 'update', view: viewOf(LOOKING, place) })
        const how = { team: team.id, ...asked, trigger: '', respond: null, waiting: view.id }
        return track(reply(listening, how, async () => submitted(await work)))
      }
      const answered = await work
      return 'errors' in answered
        ? refuse(answered.errors)
        : ack({ response_action: 'update', view: viewOf(answered, place) })
    } catch (err) {
      log.error({ err, form: view.callback_id }, 'form failed')
      const [field] = Object.keys(values)
      return field === undefined ? ack() : refuse({ [field]: 'That did not work. Please try again.' })
    }
  })

  app.shortcut({ type: 'message_action' }, async ({ ack, body, respond }) => {
    await ack()
    const { team, user, channel, message, callback_id, trigger_id: trigger } = messageShortcut.parse(body)
    const asked = { channel: channelId(team.id, channel.id), person: personId(team.id, user.id) }
    const post = { channel: asked.channel, id: message.ts }
    const text = readText(message.text)
    const shown = shownTexts([message.blocks, message.attachments])
    const author = message.user === undefined ? null : personId(team.id, message.user)
    // The first message of a thread has its own ts as `thread_ts`.
    const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts
    const thread = isReply ? { channel: asked.channel, id: message.thread_ts ?? '' } : null
    const work = () =>
      callback_id === KEEP_NOTE
        ? handlers.onKeep({ ...asked, text, post, author, thread })
        : handlers.onPaperLink({ ...asked, cause: 'asked', text: [text, ...shown].join('\n'), post })
    track(reply(listening, { team: team.id, ...asked, trigger, respond, opens: true }, work))
  })
}

/** Of a form that took too long for its fields to say what is wrong. */
const submitted = (answered: Awaited<ReturnType<ChatHandlers['onForm']>>): Reply =>
  'errors' in answered
    ? { message: notice(`Not saved. ${Object.values(answered.errors).join(' ')}`), to: 'window' }
    : answered

/** Draws somebody's App Home. `channel`: their conversation with the bot. */
export async function showHome(
  { handlers, client, workspaces, log }: Listening,
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
