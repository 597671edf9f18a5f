import type { RespondFn, types } from '@slack/bolt'
import type { Logger } from 'pino'
import type { ChannelId, Reply } from '../../../src/core/chat.ts'
import { apology } from '../../shared/errors.ts'
import type { WebClient } from '../connect.ts'
import { platformError } from '../errors.ts'
import { renderForm, renderModal } from '../forms.ts'
import { renderMessage } from '../render.ts'

/** How one interaction may be answered. */
export type Answering = {
  client: WebClient
  token: string
  channel: ChannelId
  /** Good for one window, for three seconds. */
  trigger: string
  /** Null where nothing was asked in a channel: inside a modal. */
  respond: RespondFn | null
  /** The answer takes the place of the message that was acted on. */
  replaces: boolean
}

export async function answer(reply: Reply, how: Answering): Promise<void> {
  if ('form' in reply) return openView(renderForm(reply.form, how.channel), how)
  if (reply.to === 'window' || how.respond === null) return openView(renderModal(reply.message, how.channel), how)
  await how.respond({
    ...renderMessage(reply.message, { namesAll: reply.to !== 'channel' }),
    response_type: reply.to === 'channel' ? 'in_channel' : 'ephemeral',
    replace_original: how.replaces,
    unfurl_links: false,
    unfurl_media: false,
  })
}

/** A failure still answers the person; the reason of the answer’s own failure holds no response URL. */
export async function apologise(error: unknown, how: Answering, log: Logger): Promise<void> {
  try {
    await answer({ message: apology(error), to: 'asker' }, { ...how, replaces: false })
  } catch (err) {
    log.warn({ reason: platformError(err) ?? (err instanceof Error ? err.name : 'unknown') }, 'answer not delivered')
  }
}

/** From inside a modal, the next one goes on top of it, so that there is a way back; Slack stacks three. */
async function openView(view: types.ModalView, { client, token, trigger, respond }: Answering): Promise<void> {
  const asked = { token, trigger_id: trigger, view }
  if (respond === null) await client.views.push(asked)
  else await client.views.open(asked)
}
