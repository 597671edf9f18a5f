import type { Reply } from '../core/chat.ts'
import { type Button, type Form, type FormField, type Message, messageOf, notice } from '../core/message.ts'

/** A sentence for the asker alone, with buttons below it. */
export const reply = (note: string, ...buttons: Button[]): Reply => show({ ...notice(note), buttons })

export const show = (message: Message, to: 'asker' | 'channel' | 'window' = 'asker'): Reply => ({ message, to })

/** A list for the asker alone. */
export const showList = (list: Partial<Message>): Reply => show(messageOf({ kind: 'list', ...list }))

/** A form with one question; the answer comes back under the field's name. */
export const askOne = (form: Omit<Form, 'fields'>, field: Pick<FormField, 'name' | 'label'> & Partial<FormField>) => ({
  form: { ...form, fields: [{ hint: null, value: '', options: null, ...field }] },
})

/** Below what only the asker sees, never on a post; `what` is what somebody would type after `/papers cite`. */
export const citeButton = (what: string): Button => ({ label: 'Cite', action: 'cite', value: what })
