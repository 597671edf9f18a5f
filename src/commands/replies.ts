import type { ChannelId, Reply } from '../core/chat.ts'
import { type Button, type Card, type Form, type FormField, type Message, messageOf, notice } from '../core/message.ts'
import type { PaperId } from '../core/paper.ts'

/** A sentence for the asker alone, with buttons below it. */
export const reply = (note: string, ...buttons: Button[]): Reply => show({ ...notice(note), buttons })

export const show = (message: Message, to: 'asker' | 'channel' | 'window' = 'asker'): Reply => ({ message, to })

/** A list for the asker alone. */
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

/** What people do with a paper that they found. */
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

/** Opens a form for a question about a paper. */
export const questionButton = (paper: PaperId): Button => ({ label: 'Ask', action: 'question', value: paper })

/** Types for the asker what somebody would type after `/papers`. */
export const askButton = (label: string, text: string): Button => ({ label, action: 'ask', value: text })

/** The same button, for another channel than where it is pressed. */
export const askIn = (channel: ChannelId, button: Button): Button =>
  'action' in button && button.action === 'ask' ? { ...button, value: `in ${channel} ${button.value}` } : button

/** Where papers are found. */
export const START = [askButton('Today’s papers', ''), askButton('Top of the month', 'top month')]

/** Does it for a channel that is chosen from a list. */
export const pickChannelButton = (verb: string, label = 'Another channel'): Button => ({
  label,
  action: 'elsewhere',
  value: verb,
})

export const notSubscribed = (...buttons: Button[]): Reply =>
  reply('This channel is not subscribed: nothing is posted here.', askButton('Subscribe', 'subscribe'), ...buttons)
