import { setTimeout as sleep } from 'node:timers/promises'
import { MessageFlags, InteractionType as Type } from 'discord.js'
import type { KeptTexts, Reply } from '../../../src/core/chat.ts'
import { describeError } from '../../../src/core/error-words.ts'
import { notice } from '../../../src/core/message.ts'
import { apology } from '../../shared/errors.ts'
import { TOO_OLD as tooOld, wholeValue } from '../../shared/long-values.ts'
import { cutUnits } from '../../shared/text.ts'
import type { DiscordAccess } from '../access.ts'
import { createForms, OPEN_FORM } from '../forms.ts'
import { personId, postRef } from '../ids.ts'
import { COMMAND, KEEP_NOTE, LOOK_UP } from '../manifest.ts'
import type { EventsContext } from '../receive.ts'
import { unpackId } from '../render/buttons.ts'
import { oneLine } from '../render/markdown.ts'
import { type Answers, createAnswers } from './answers.ts'
import { chosenMessage, type Interaction, parseInteraction, textsOf, typedOf } from './payloads.ts'

/** Discord allows 3 s; without an answer, “thinking…” is shown after this time. */
export const SLOW_MS = 70
const SUGGEST_MS = 1_500
/** Discord shows at most 25 suggestions of 100 characters. */
const MOST_CHOICES = 25
const LONGEST_CHOICE = 100

const LATE = Symbol('late')
const TOO_OLD: Reply = { message: tooOld, to: 'asker' }
const UNKNOWN = 'Paperboy does not know this command any more. `/papers help` shows what it knows.'

export type InteractionsContext = Pick<EventsContext, 'rest' | 'log' | 'handlers' | 'self'> &
  Pick<DiscordAccess, 'remember'> & { application: string; kept: KeptTexts; slowMs: number }

/** Commands, clicks and forms: each is answered or acknowledged within a tenth of a second. */
export function createInteractions({ remember, self, ...context }: InteractionsContext) {
  const { rest, log, application, handlers, kept, slowMs } = context
  const forms = createForms(kept)

  return async function hear(data: unknown): Promise<void> {
    const interaction = parseInteraction(data)
    if (!interaction) return
    const { asked, member, app_permissions: own } = interaction
    if (member) remember(asked.channel, asked.person, member)
    if (member && own !== undefined) remember(asked.channel, personId(self), { permissions: own, roles: [] })
    const answers = createAnswers({ rest, log, application, kept, forms }, interaction)
    if (interaction.type === Type.ApplicationCommandAutocomplete) return suggest(interaction, answers)
    await answer(answers, () => react(interaction, answers))
  }

  async function react(interaction: Interaction, answers: Answers): Promise<Reply | null | 'answered'> {
    const { type, data, asked } = interaction
    if (type === Type.ApplicationCommand) return command(interaction)
    if (type === Type.ModalSubmit) return submit(interaction)
    const { action, value: short } = unpackId(data.values?.[0] ?? data.custom_id ?? '')
    const value = await wholeValue(kept, short)
    if (value === null) return TOO_OLD
    if (action === OPEN_FORM) {
      const modal = await forms.modal(value)
      if (!modal) return TOO_OLD
      await answers.show(modal)
      return 'answered'
    }
    const { message, guild, at } = interaction
    // An answer that only the asker sees is no post.
    const post = message && (message.flags & MessageFlags.Ephemeral) === 0 ? postRef(guild, at, message.id) : null
    return handlers.onAction({ ...asked, action, value, post })
  }

  async function command(interaction: Interaction): Promise<Reply | null> {
    const { data, asked, thread } = interaction
    const chosen = chosenMessage(interaction)
    const text = textsOf(interaction).join('\n')
    if (chosen && data.name === LOOK_UP)
      return handlers.onPaperLink({ ...asked, cause: 'asked', text, post: chosen.post })
    if (chosen && data.name === KEEP_NOTE) return handlers.onKeep({ ...asked, ...chosen })
    if (data.name === COMMAND) return handlers.onCommand({ ...asked, thread, text: optionText(interaction) })
    return { message: notice(UNKNOWN), to: 'asker' }
  }

  async function submit({ data, asked }: Interaction): Promise<Reply> {
    const reference = data.custom_id?.slice(OPEN_FORM.length + 1) ?? ''
    const submitted = await forms.submit(reference, typedOf(data))
    if (!submitted) return TOO_OLD
    const reply = await handlers.onForm({ ...asked, ...submitted })
    return 'errors' in reply ? { message: await forms.complain(reference, reply.errors), to: 'asker' } : reply
  }

  async function answer(answers: Answers, work: () => Promise<Reply | null | 'answered'>): Promise<void> {
    const reply = work().catch((error: unknown): Reply => {
      log.warn({ reason: describeError(error) }, 'interaction failed')
      return { message: apology(error), to: 'asker' }
    })
    const first = await Promise.race([reply, sleep(slowMs, LATE)])
    if (first === 'answered') return
    if (first !== LATE) return answers.now(first)
    const isWaiting = await answers.wait()
    const late = await reply
    if (isWaiting && late !== 'answered') await answers.later(late)
  }

  async function suggest(interaction: Interaction, answers: Answers): Promise<void> {
    const known = handlers.onSuggest({ ...interaction.asked, text: optionText(interaction) }).catch((err: unknown) => {
      log.warn({ err }, 'no suggestions')
      return []
    })
    const offered = await Promise.race([known, sleep(SUGGEST_MS, [])])
    // A text that would be cut would ask for something else.
    const fitting = offered.filter(({ text }) => text !== '' && text.length <= LONGEST_CHOICE)
    const choices = new Map(fitting.map(({ text, label }) => [text, cutUnits(oneLine(label), LONGEST_CHOICE) || text]))
    await answers.suggest([...choices].slice(0, MOST_CHOICES).map(([value, name]) => ({ name, value })))
  }
}

/** What was typed; people in it by their ids. */
const optionText = ({ data }: Interaction): string => {
  const value = data.options?.[0]?.value
  return typeof value === 'string' ? value.replaceAll(/<@!?(\d+)>/g, (_, user: string) => personId(user)) : ''
}
