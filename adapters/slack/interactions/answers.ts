import { setTimeout as sleep } from 'node:timers/promises'
import type { RespondFn, types } from '@slack/bolt'
import type { ChannelId, Reply } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { notice } from '../../../src/core/message.ts'
import { apology } from '../../shared/errors.ts'
import { keepLongValues } from '../../shared/long-values.ts'
import { platformError } from '../errors.ts'
import { type ModalPlace, renderForm, renderModal } from '../forms.ts'
import { partsOf } from '../ids.ts'
import { OPTION_VALUE_LENGTH } from '../render/controls.ts'
import { renderMessage } from '../render.ts'
import type { Listening } from './interactions.ts'

/** Slack gives three seconds to open a window, or to take a form. */
export const SLOW_MS = 1_200
/** Modals on one another. */
const DEEPEST = 3

/** What was asked, and how it may be answered. */
type Asking = {
  team: string
  channel: ChannelId
  /** Good for one window, for three seconds. */
  trigger: string
  /** Null where nothing was asked in a channel: inside a window. */
  respond: RespondFn | null
  /** The answer takes the place of the message that was acted on. */
  replaces?: boolean
  /** The modal in which it was asked; null: none. */
  modal?: (ModalPlace & { id: string }) | null
  /** A window that waits for the answer. */
  waiting?: string | null
  /** Where the answer takes long, a window opens at once and waits for it. */
  opens?: boolean
}

type Answering = Required<Omit<Asking, 'team' | 'opens'>> & Pick<Listening, 'client' | 'kept'> & { token: string }

export const LOOKING: Reply = { message: notice('Looking…'), to: 'window' }

/** Answers with what `work` finds. */
export async function reply(
  { client, workspaces, kept, slowMs, log }: Listening,
  { team, opens = false, ...asking }: Asking,
  work: () => Promise<Reply | null>,
): Promise<void> {
  // Answering in a channel takes no token; a window does.
  const workspace = await workspaces.find(team).catch(() => null)
  const token = workspace?.token ?? ''
  let how: Answering = { client, kept, token, replaces: false, modal: null, waiting: null, ...asking }
  try {
    const working = work()
    if (opens && (await isSlow(working, slowMs))) how = { ...how, waiting: await showView(LOOKING, how) }
    await answer(await working, how)
  } catch (err) {
    log.warn({ err: describeError(err), channel: how.channel }, 'asked, and not answered well')
    // A failure still answers the person; the reason of the answer’s own failure holds no response URL.
    await answer({ message: apology(err), to: 'asker' }, { ...how, replaces: false }).catch((err: unknown) => {
      log.warn({ reason: platformError(err) ?? (err instanceof Error ? err.name : 'unknown') }, 'answer not delivered')
    })
  }
}

/** Whether somebody has to be shown meanwhile that it is at work. */
export const isSlow = (work: Promise<unknown>, milliseconds: number): Promise<boolean> =>
  Promise.race([work.then(isOver, isOver), sleep(milliseconds, true, { ref: false })])

const isOver = (): boolean => false

export const viewOf = (reply: Reply, place: ModalPlace): types.ModalView =>
  'form' in reply ? renderForm(reply.form, place) : renderModal(reply.message, place)

async function answer(reply: Reply | null, how: Answering): Promise<void> {
  const { client, token, respond, waiting, kept } = how
  if (reply && 'message' in reply) await keepLongValues(kept, reply.message, OPTION_VALUE_LENGTH)
  if (reply === null) return waiting === null ? undefined : openView({ message: notice('Done.'), to: 'window' }, how)
  const isPublic = !('form' in reply) && reply.to === 'channel'
  const isWindow = 'form' in reply || reply.to === 'window' || (!isPublic && (respond === null || waiting !== null))
  if (isWindow) return openView(reply, how)
  const said = {
    ...renderMessage(reply.message, { namesAll: !isPublic }),
    unfurl_links: false,
    unfurl_media: false,
  }
  const response_type = isPublic ? 'in_channel' : 'ephemeral'
  if (respond) await respond({ ...said, response_type, replace_original: how.replaces })
  // A window has no address for answers in its channel.
  else await client.chat.postMessage({ ...said, token, channel: partsOf(how.channel).local })
  if (isPublic && (respond === null || waiting !== null))
    await openView({ message: notice('Shared with the channel.'), to: 'window' }, how)
}

async function openView(reply: Reply, how: Answering): Promise<void> {
  try {
    await showView(reply, how)
  } catch (error) {
    if (how.respond === null || platformError(error) !== 'expired_trigger_id') throw error
    const late = notice('That took longer than Slack waits. Please try again.')
    await answer({ message: 'form' in reply ? late : reply.message, to: 'asker' }, how)
  }
}

/** Its id. A modal goes on top of the one it was asked in, so that there is a way back; the deepest changes instead. */
async function showView(reply: Reply, how: Answering): Promise<string> {
  const { client, token, trigger, modal, waiting, channel } = how
  const view = viewOf(reply, { channel, depth: Math.min((modal?.depth ?? 0) + 1, DEEPEST) })
  const asked = { token, trigger_id: trigger, view }
  const changed = waiting ?? (modal !== null && modal.depth >= DEEPEST ? modal.id : null)
  const { view: shown } =
    changed !== null
      ? await client.views.update({ token, view_id: changed, view })
      : modal === null
        ? await client.views.open(asked)
        : await client.views.push(asked)
  return shown?.id ?? ''
}
