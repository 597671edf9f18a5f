import { InteractionType, MessageFlags, InteractionResponseType as Response, Routes } from 'discord.js'
import type { Reply } from '../../../src/core/chat.ts'
import { type Message, notice } from '../../../src/core/message.ts'
import { keepLongValues } from '../../shared/long-values.ts'
import { reasonOf } from '../errors.ts'
import type { createForms } from '../forms.ts'
import { LONGEST_VALUE } from '../render/buttons.ts'
import { type Payload, renderAnswer } from '../render.ts'
import type { InteractionsContext } from './interactions.ts'
import type { Interaction } from './payloads.ts'

export type AnswersContext = Pick<InteractionsContext, 'rest' | 'log' | 'application' | 'kept'> & {
  forms: ReturnType<typeof createForms>
}

export type Answers = ReturnType<typeof createAnswers>

export function createAnswers(
  { rest, log, application, kept, forms }: AnswersContext,
  { id, token, type }: Interaction,
) {
  /** False when Discord takes no answer any more. The address holds the token: no error of the library is logged. */
  async function request(method: 'POST' | 'PATCH' | 'DELETE', route: `/${string}`, body?: object): Promise<boolean> {
    try {
      await rest.call(method, route, { auth: false, ...(body && { body }) })
      return true
    } catch (error) {
      log.warn({ reason: reasonOf(error) }, 'answer not delivered: the person sees that Paperboy did not respond')
      return false
    }
  }
  const respond = (type: Response, data?: object) =>
    request('POST', Routes.interactionCallback(id, token), { type, ...(data && { data }) })
  const followUp = (payload: Payload, isPrivate: boolean) =>
    request('POST', Routes.webhook(application, token), flagged(payload, isPrivate))
  const original = Routes.webhookMessage(application, token)

  async function render(message: Message): Promise<Payload[]> {
    await keepLongValues(kept, message, LONGEST_VALUE)
    return renderAnswer(message)
  }

  async function now(reply: Reply | null): Promise<void> {
    if (reply === null && type === InteractionType.MessageComponent)
      return void (await respond(Response.DeferredMessageUpdate))
    // Discord wants a message for anything but a click.
    if (reply === null) return now({ message: notice('Done.'), to: 'asker' })
    if ('form' in reply) {
      // A modal cannot follow a modal.
      const modal = type === InteractionType.ModalSubmit ? null : await forms.open(reply.form)
      return modal ? show(modal) : now({ message: await forms.invite(reply.form), to: 'asker' })
    }
    const isPrivate = reply.to !== 'channel'
    const [first, ...rest] = await render(reply.message)
    if (!first || !(await respond(Response.ChannelMessageWithSource, flagged(first, isPrivate)))) return
    for (const payload of rest) await followUp(payload, isPrivate)
  }

  /** Fills in “thinking…”, which only the asker saw. */
  async function later(reply: Reply | null): Promise<void> {
    if (reply === null) return void (await request('DELETE', original))
    if ('form' in reply) return later({ message: await forms.invite(reply.form), to: 'asker' })
    const isPrivate = reply.to !== 'channel'
    const payloads = await render(isPrivate ? reply.message : notice('Shared with the channel.'))
    const [first, ...rest] = isPrivate ? payloads : [...payloads, ...(await render(reply.message))]
    if (!first || !(await request('PATCH', original, flagged(first, false)))) return
    for (const payload of rest) await followUp(payload, isPrivate)
  }

  async function show(modal: object): Promise<void> {
    await respond(Response.Modal, modal)
  }

  return {
    now,
    later,
    show,
    wait: () => respond(Response.DeferredChannelMessageWithSource, { flags: MessageFlags.Ephemeral }),
    suggest: (choices: { name: string; value: string }[]) =>
      respond(Response.ApplicationCommandAutocompleteResult, { choices }),
  }
}

/** An answer notifies nobody in any case: what is left is who sees it. */
const flagged = (payload: Payload, isPrivate: boolean): Payload => ({
  ...payload,
  flags: MessageFlags.IsComponentsV2 | (isPrivate ? MessageFlags.Ephemeral : 0),
})
