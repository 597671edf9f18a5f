import type { types } from '@slack/bolt'
import { z } from 'zod'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Form, FormField, Message } from '../../src/core/message.ts'
import { personId } from './ids.ts'
import { plainText } from './render/controls.ts'
import { renderMessage } from './render.ts'

// Slack's limits (Reference: views, input elements).
const TITLE_LENGTH = 24
const LABEL_LENGTH = 2_000
const INPUT_LENGTH = 3_000
const OPTION_LENGTH = 75
/** As many as core takes, and Discord. */
const MOST_PEOPLE = 25

/** What a modal must remember, since Slack does not say in which channel it was opened. */
const metadata = z.object({
  channel: z.custom<ChannelId>((value) => typeof value === 'string' && value.startsWith('slack:')),
})

export const renderModal = (message: Message, channel: ChannelId): types.ModalView => ({
  type: 'modal',
  title: plainText(message.heading || 'Papers', TITLE_LENGTH),
  close: plainText('Close', TITLE_LENGTH),
  private_metadata: JSON.stringify({ channel }),
  blocks: renderMessage(
    { ...message, heading: fitsTitle(message.heading) ? null : message.heading },
    { namesAll: true },
  ).blocks,
})

export const renderHome = (message: Message): types.HomeView => ({
  type: 'home',
  blocks: renderMessage(message).blocks,
})

/** `block_id` is the field's name: what is wrong with a value is shown beside it. */
export const renderForm = ({ id, title, fields, submit }: Form, channel: ChannelId): types.ModalView => ({
  type: 'modal',
  callback_id: id,
  title: plainText(title, TITLE_LENGTH),
  submit: plainText(submit, TITLE_LENGTH),
  close: plainText('Cancel', TITLE_LENGTH),
  private_metadata: JSON.stringify({ channel }),
  blocks: fields.map(renderField),
})

/** The channel that a modal was opened for; null when it is not one of ours. */
export function parseChannel(privateMetadata: string): ChannelId | null {
  try {
    return metadata.parse(JSON.parse(privateMetadata)).channel
  } catch {
    return null
  }
}

const state = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_option: z.object({ value: z.string() }).nullish(),
      selected_conversation: z.string().nullish(),
      selected_users: z.array(z.string()).nullish(),
    }),
  ),
)

/** What was filled in, by field; an empty one is ''. People are an id a line. */
export function parseValues(values: unknown, team: string): Record<string, string> {
  const parsed = state.safeParse(values).data ?? {}
  return Object.fromEntries(
    Object.entries(parsed).map(([name, { [FIELD]: field }]) => [
      name,
      field?.value ??
        field?.selected_option?.value ??
        field?.selected_conversation ??
        field?.selected_users?.map((user) => personId(team, user)).join('\n') ??
        '',
    ]),
  )
}

const FIELD = 'value'

function renderField({ name, label, hint, value, options }: FormField): types.InputBlock {
  return {
    type: 'input',
    block_id: name,
    label: plainText(label, LABEL_LENGTH),
    ...(hint !== null && hint !== '' && { hint: plainText(hint, LABEL_LENGTH) }),
    optional: true,
    element: renderElement(value, options),
  }
}

function renderElement(value: string, options: FormField['options']): types.InputBlock['element'] {
  if (options === 'channels') return renderChannels(value)
  if (options === 'people') return renderPeople(value)
  return Array.isArray(options) && options.length > 0 ? renderSelect(value, options) : renderInput(value)
}

const renderChannels = (value: string): types.ConversationsSelect => ({
  type: 'conversations_select',
  action_id: FIELD,
  filter: { include: ['public', 'private'], exclude_bot_users: true },
  ...(value !== '' && { initial_conversation: value.split(' ')[0] }),
})

/** Slack lists guests and people of connected workspaces, too. */
function renderPeople(value: string): types.MultiUsersSelect {
  const users = value.split('\n').flatMap((line) => /\/([UW]\w+)$/.exec(line)?.[1] ?? [])
  return {
    type: 'multi_users_select',
    action_id: FIELD,
    max_selected_items: MOST_PEOPLE,
    ...(users.length > 0 && { initial_users: users }),
  }
}

const renderInput = (value: string): types.PlainTextInput => ({
  type: 'plain_text_input',
  action_id: FIELD,
  ...(value !== '' && { initial_value: value.slice(0, INPUT_LENGTH) }),
})

function renderSelect(value: string, options: string[]): types.StaticSelect {
  const entries = options.slice(0, 100).map((one) => ({ text: plainText(one, OPTION_LENGTH), value: one }))
  const chosen = entries.find((entry) => entry.value === value)
  return { type: 'static_select', action_id: FIELD, options: entries, ...(chosen && { initial_option: chosen }) }
}

const fitsTitle = (heading: string | null): boolean => heading !== null && heading.length <= TITLE_LENGTH
