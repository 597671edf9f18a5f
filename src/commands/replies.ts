import type { ChannelId, Reply } from '../core/chat.ts'
import { type Button, type Card, type Form, type FormField, type Message, messageOf, notice } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { freshKey, planMessage } from '../outbox/plan-deliveries.ts'
import { type CommandContext, isForOne, type Verb } from './verb.ts'

/** A sentence for the asker alone, with buttons below it. */
export const reply = (note: string, ...buttons: Button[]): Reply => show({ ...notice(note), buttons })

export const show = (message: Message, to: 'asker' | 'channel' | 'window' = 'asker'): Reply => ({ message, to })

export const showList = (list: Partial<Message>): Reply => show(messageOf({ kind: 'list', ...list }))

/** A form with one question; the answer comes back under the field's name. */
export const askOne = (
  form: Omit<Form, 'fields'>,
  field: Pick<FormField, 'name' | 'label'> & Partial<FormField>,
): { form: Form } => ({
  form: { ...form, fields: [{ hint: null, value: '', isRequired: true, input: { kind: 'text' }, ...field }] },
})

/** Entries of a list, each of which can be read; platforms make one menu of it. */
export const readable = (cards: Card[]): Card[] =>
  cards.map((card) =>
    card.paper === null
      ? card
      : { ...card, buttons: [{ label: 'Read an abstract', action: 'abstract', value: card.paper }] },
  )

export const paperButtons = (paper: PaperId): Button[] => [
  { label: 'Abstract', action: 'abstract', value: paper },
  { label: 'Save', action: 'save', value: paper },
]

/** Below what only the asker sees, never on a post; `what` is what somebody would type after `/papers cite`. */
export const citeButton = (what: string, papers?: number): Button => ({
  label: papers === undefined ? 'Cite' : `Cite ${papers}`,
  action: 'cite',
  value: what,
})

export const questionButton = (paper: PaperId): Button => ({ label: 'Ask', action: 'question', value: paper })

/** Types for the asker what somebody would type after `/papers`. */
export const askButton = (label: string, text: string): Button => ({ label, action: 'ask', value: text })

/** The same button, for another channel than where it is pressed. */
export const askIn = (channel: ChannelId, button: Button): Button =>
  'action' in button && button.action === 'ask' ? { ...button, value: `in ${channel} ${button.value}` } : button

export const START = [askButton('Today’s papers', ''), askButton('Help', 'help')]

/** Does it for a channel that is chosen from a list. */
export const pickChannelButton = (verb: string, label = 'Another channel'): Button => ({
  label,
  action: 'elsewhere',
  value: verb,
})

export const notSubscribed = (...buttons: Button[]): Reply =>
  reply('This channel is not subscribed: nothing is posted here.', askButton('Subscribe', 'subscribe'), ...buttons)

/** Makes a change and tells its channel, unless nobody else reads there. `what`: begins the key of the message. */
export async function announceChange(
  context: CommandContext,
  { what, channel, message }: { what: string; channel: ChannelId; message: Message },
  change: (db: Db) => Promise<void>,
): Promise<void> {
  const { store, now, deliver } = context
  await store.write(async (db) => {
    await change(db)
    const announcement = { key: freshKey(`${what}:${channel}`), to: { channel }, message, now: now() }
    if (!isForOne(context, channel)) await planMessage(db, announcement)
  })
  await deliver()
}

/** What is about a channel cannot be done in a conversation with one person; some of it for a channel chosen there. */
export function inDirectMessages(
  { isTeamless }: Pick<CommandContext, 'isTeamless'>,
  channel: ChannelId,
  verb: string,
  isPickable = false,
): Reply {
  const why = verb === '' ? 'Posts come to channels.' : `\`${verb}\` is about a channel: type it there.`
  return reply(
    `${why} Here you can search, \`follow WORDS\`, \`cite\`, and see what you \`saved\`.`,
    ...(isPickable && !isTeamless(channel) ? [pickChannelButton(verb)] : []),
    askButton('My list', 'saved'),
    askButton('Help', 'help'),
  )
}

/** For verbs about a team's reading group: a conversation with one person has none. */
export const inTeam =
  (run: Verb['run']): Verb['run'] =>
  async (context, asked, args) =>
    context.isTeamless(asked.channel)
      ? reply('Ask in a channel of your server: each has its own reading group.')
      : run(context, asked, args)
