import { setTimeout as sleep } from 'node:timers/promises'
import type { RespondFn, types } from '@slack/bolt'
import type { Logger } from 'pino'
import type { ChannelId, KeptTexts, Reply } from '../../../src/core/chat.ts'
import { messageOf, notice } from '../../../src/core/message.ts'
import { apology } from '../../shared/errors.ts'
import { keepLongValues } from '../../shared/long-values.ts'
import type { WebClient } from '../connect.ts'
import { platformError } from '../errors.ts'
import { type ModalPlace, renderForm, renderModal } from '../forms.ts'
import { OPTION_VALUE_LENGTH } from '../render/controls.ts'
import { renderMessage } from '../render.ts'

/** Slack gives three seconds to open a window, or to take a form. */
export const SLOW_MS = 1_200
/** Modals on one another. */
const DEEPEST = 3

/** How one interaction may be answered. */
export type Answering = {
  kept: KeptTexts
  client: WebClient
  token: string
  channel: ChannelId
  /** Good for one window, for three seconds. */
  trigger: string
  /** Null where nothing was asked in a channel: inside a window. */
  respond: RespondFn | null
  /** The answer takes the place of the message that was acted on. */
  replaces: boolean
  /** The modal in which it was asked; null: none. */
  modal: (ModalPlace & { id: string }) | null
  /** A window that waits for the answer. */
  waiting: string | null
}

export async function answer(reply: Reply | null, how: Answering): Promise<void> {
  const { respond, waiting, kept } = how
  if (reply && 'message' in reply) await keepLongValues(kept, reply.message, OPTION_VALUE_LENGTH)
  if (reply === null) return waiting === null ? undefined : openView({ message: notice('Done.'), to: 'window' }, how)
  const isPublic = !('form' in reply) && reply.to === 'channel'
  if (isPublic && respond && waiting !== null)
    await openView({ message: notice('Shared with the channel.'), to: 'window' }, how)
  if ('form' in reply || reply.to === 'window' || respond === null || (waiting !== null && !isPublic))
    return openView(reply, how)
  await respond({
    ...renderMessage(reply.message, { namesAll: !isPublic }),
    response_type: isPublic ? 'in_channel' : 'ephemeral',
    replace_original: how.replaces,
    unfurl_links: false,
    unfurl_media: false,
  })
}

const LOOKING: Reply = { message: messageOf({ kind: 'notice', note: 'Looking…' }), to: 'window' }

/** Whether somebody has to be shown meanwhile that it is at work. */
export const isSlow = (work: Promise<unknown>, milliseconds: number): Promise<boolean> =>
  Promise.race([work.then(isOver, isOver), sleep(milliseconds, true, { ref: false })])

const isOver = (): boolean => false

/** Opens a window at once, for an answer that comes too late to open its own. */
export async function openWaiting(how: Answering): Promise<Answering> {
  const waiting = await showView(viewOf(LOOKING, placeOf(how)), how)
  return { ...how, waiting }
}

export const renderWaiting = (place: ModalPlace): types.ModalView => viewOf(LOOKING, place)

/** A failure still answers the person; the reason of the answer’s own failure holds no response URL. */
export async function apologise(error: unknown, how: Answering, log: Logger): Promise<void> {
  try {
    await answer({ message: apology(error), to: 'asker' }, { ...how, replaces: false })
  } catch (err) {
    log.warn({ reason: platformError(err) ?? (err instanceof Error ? err.name : 'unknown') }, 'answer not delivered')
  }
}

export const viewOf = (reply: Reply, place: ModalPlace): types.ModalView =>
  'form' in reply ? renderForm(reply.form, place) : renderModal(reply.message, place)

/** One above the modal it was asked in, or the deepest. */
const placeOf = ({ channel, modal }: Answering): ModalPlace => ({
  channel,
  depth: Math.min((modal?.depth ?? 0) + 1, DEEPEST),
})

async function openView(reply: Reply, how: Answering): Promise<void> {
  try {
    await showView(viewOf(reply, placeOf(how)), how)
  } catch (error) {
    if (how.respond === null || platformError(error) !== 'expired_trigger_id') throw error
    const late = notice('That took longer than Slack waits. Please try again.')
    await answer({ message: 'form' in reply ? late : reply.message, to: 'asker' }, how)
  }
}

/** From inside a modal, the next one goes on top of it, so that there is a way back; the deepest changes instead. */
async function showView(view: types.ModalView, { client, token, trigger, modal, waiting }: Answering): Promise<string> {
  const asked = { token, trigger_id: trigger, view }
  const full = modal !== null && modal.depth >= DEEPEST ? modal.id : null
  const changed = waiting ?? full
  const { view: shown } =
    changed !== null
      ? await client.views.update({ token, view_id: changed, view })
      : modal === null
        ? await client.views.open(asked)
        : await client.views.push(asked)
  return shown?.id ?? ''
}
