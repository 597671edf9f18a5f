import type { App, RespondFn } from '@slack/bolt'
import type { Logger } from 'pino'
import type { ChatHandlers, Reply } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { readEmoji } from '../../shared/emoji.ts'
import type { WebClient } from '../connect.ts'
import { parseChannel, parseValues, renderForm, renderModal } from '../forms.ts'
import { channelId, personId } from '../ids.ts'
import { KEEP_NOTE } from '../manifest.ts'
import { actionOf } from '../render/controls.ts'
import { namePeople, readText } from '../render/text.ts'
import type { Workspaces } from '../workspaces/workspaces.ts'
import { type Answering, answer, apologise } from './answers.ts'
import { blockAction, messageShortcut, slashCommand, viewSubmission } from './payloads.ts'

export type Listening = {
  handlers: ChatHandlers
  client: WebClient
  workspaces: Workspaces
  log: Logger
  /** What a workspace granted is deleted; false when it has been granted anew since (milliseconds). */
  removeGrant(team: string, at: number): Promise<boolean>
  /** Who may do what has changed in a team, a channel, or for `<channel> <person>`. */
  forgetAccess(where: string): void
  /** Work that goes on after the acknowledgement; stopping waits for it. */
  track(work: Promise<void>): void
}

/** Commands, buttons, forms, shortcuts: each is acknowledged first, and answered as soon as core has the answer. */
export function listenToPeople(app: App, listening: Listening): void {
  const { handlers, log, track } = listening

  app.command(/^\//, async ({ ack, body, respond }) => {
    await ack()
    const { team_id: team, channel_id, user_id, text, trigger_id: trigger } = slashCommand.parse(body)
    const asked = { channel: channelId(team, channel_id), person: personId(team, user_id) }
    track(
      reply(listening, { team, ...asked, trigger, respond }, () =>
        handlers.onCommand({ ...asked, text: readEmoji(readText(namePeople(team, text))) }),
      ),
    )
  })

  app.action(/.*/, async ({ ack, body, respond }) => {
    await ack()
    const parsed = blockAction.parse(body)
    const { team, user, container, view, trigger_id: trigger } = parsed
    const [first] = parsed.actions
    const channel = parsed.channel ? channelId(team.id, parsed.channel.id) : parseChannel(view?.private_metadata ?? '')
    // A button that is a link tells us that it was followed; App Home has no channel, so it has one of its own.
    if (!first || first.action_id.startsWith('open:')) return
    const asked = { channel: channel ?? channelId(team.id, user.id), person: personId(team.id, user.id) }
    const { message_ts: ts, is_ephemeral: ephemeral } = container
    const action = {
      ...asked,
      action: actionOf(first.action_id),
      value: first.value ?? first.selected_option?.value ?? '',
      post: ts === undefined || ephemeral || !parsed.channel ? null : { channel: asked.channel, id: ts },
    }
    const replaces = ephemeral && action.action === 'more'
    const how = { team: team.id, ...asked, trigger, respond: view ? null : respond, replaces }
    track(reply(listening, how, () => handlers.onAction(action)))
  })

  app.view(/.*/, async ({ ack, body }) => {
    const { team, user, view } = viewSubmission.parse(body)
    const channel = parseChannel(view.private_metadata) ?? channelId(team.id, user.id)
    const values = parseValues(view.state.values, team.id)
    const refuse = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
    try {
      const person = personId(team.id, user.id)
      const answered = await handlers.onForm({ channel, person, form: view.callback_id, values })
      if ('errors' in answered) return refuse(answered.errors)
      const next = 'form' in answered ? renderForm(answered.form, channel) : renderModal(answered.message, channel)
      return ack({ response_action: 'update', view: next })
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
    const author = message.user === undefined ? null : personId(team.id, message.user)
    // The first message of a thread has its own ts as `thread_ts`.
    const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts
    const thread = isReply ? { channel: asked.channel, id: message.thread_ts ?? '' } : null
    track(
      reply(listening, { team: team.id, ...asked, trigger, respond }, () =>
        callback_id === KEEP_NOTE
          ? handlers.onKeep({ ...asked, text, post, author, thread })
          : handlers.onPaperLink({ ...asked, cause: 'asked', text, post }),
      ),
    )
  })
}

type Asking = Pick<Answering, 'channel' | 'trigger'> & { team: string; respond: RespondFn | null; replaces?: boolean }

async function reply(
  { client, workspaces, log }: Listening,
  { team, channel, trigger, respond, replaces = false }: Asking,
  work: () => Promise<Reply | null>,
): Promise<void> {
  // Answering in a channel takes no token; a window does.
  const workspace = await workspaces.find(team).catch(() => null)
  const how: Answering = { client, token: workspace?.token ?? '', channel, trigger, respond, replaces }
  try {
    const replied = await work()
    if (replied) await answer(replied, how)
  } catch (err) {
    log.warn({ err: describeError(err), channel }, 'asked, and not answered well')
    await apologise(err, how, log)
  }
}
