import type { types } from '@slack/bolt'
import { z } from 'zod'
import { attempt } from '../../src/core/attempt.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Choice, FieldInput, Form, FormField, Message } from '../../src/core/message.ts'
import { chunksOf } from '../../src/core/yield-to-event-loop.ts'
import { fitsMenu } from '../shared/cards.ts'
import { personId } from './ids.ts'
import { plainText } from './render/controls.ts'
import { renderMessage } from './render.ts'

// Slack's limits (Reference: input elements, composition objects).
const LABEL_LENGTH = 2_000
const INPUT_LENGTH = 3_000
const OPTION_LENGTH = 75
const OPTION_VALUE_LENGTH = 150
const MENU_SIZE = 100
/** As many as core takes, and Discord. */
const MOST_PEOPLE = 25

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
/** Reference: views. */
const TITLE_LENGTH = 24

/** The `action_id` of every input; its block is named after the field. */
const FIELD = 'value'

/** What a modal must remember, since Slack does not say in which channel it was opened. */
const metadata = z.object({
  channel: z.custom<ChannelId>((value) => typeof value === 'string' && value.startsWith('slack:')),
  depth: z.number().default(1),
})

/** The channel that a modal is about, and how many lie on one another with it. */
export type ModalPlace = z.output<typeof metadata>

export const renderModal = (message: Message, place: ModalPlace): types.ModalView => ({
  type: 'modal',
  title: plainText(message.heading || 'Papers', TITLE_LENGTH),
  close: plainText('Close', TITLE_LENGTH),
  private_metadata: JSON.stringify(place),
  // A heading that fits is the title.
  blocks: renderMessage((message.heading ?? '').length > TITLE_LENGTH ? message : { ...message, heading: null }, {
    namesAll: true,
  }).blocks,
})

/** What is pressed there is asked in the person’s conversation with the bot. */
export const renderHome = (message: Message, channel: ChannelId): types.HomeView => ({
  type: 'home',
  private_metadata: JSON.stringify({ channel }),
  blocks: renderMessage(message).blocks,
})

/** `block_id` is the field's name: what is wrong with a value is shown beside it. */
export const renderForm = ({ id, title, fields, submit }: Form, place: ModalPlace): types.ModalView => ({
  type: 'modal',
  callback_id: id,
  title: plainText(title, TITLE_LENGTH),
  submit: plainText(submit, TITLE_LENGTH),
  close: plainText('Cancel', TITLE_LENGTH),
  private_metadata: JSON.stringify(place),
  blocks: fields.map(renderField),
})

/** Null when the modal is not one of ours. */
export const parsePlace = (privateMetadata: string): ModalPlace | null =>
  attempt(() => metadata.parse(JSON.parse(privateMetadata)))

const chosen = z.object({ value: z.string() })
const state = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({
      value: z.string().nullish(),
      selected_time: z.string().nullish(),
      selected_option: chosen.nullish(),
      selected_options: z.array(chosen).nullish(),
      selected_conversation: z.string().nullish(),
      selected_users: z.array(z.string()).nullish(),
    }),
  ),
)

/** What was filled in, by field; an empty one is ''. Several are one a line, people by their ids. */
export function parseValues(values: unknown, team: string): Record<string, string> {
  const parsed = state.safeParse(values).data ?? {}
  return Object.fromEntries(
    Object.entries(parsed).map(([name, { [FIELD]: field }]) => [
      name,
      field?.value ??
        field?.selected_time ??
        field?.selected_option?.value ??
        field?.selected_conversation ??
        field?.selected_options?.map(({ value }) => value).join('\n') ??
        field?.selected_users?.map((user) => personId(team, user)).join('\n') ??
        '',
    ]),
  )
}

const renderField = ({ name, label, hint, value, isRequired, input }: FormField): types.InputBlock => ({
  type: 'input',
  block_id: name,
  label: plainText(label, LABEL_LENGTH),
  ...(hint !== null && hint !== '' && { hint: plainText(hint, LABEL_LENGTH) }),
  optional: !isRequired,
  element: renderElement(value, input),
})

function renderElement(value: string, input: FieldInput): types.InputBlock['element'] {
  const action_id = FIELD
  switch (input.kind) {
    case 'time':
      return { type: 'timepicker', action_id, ...(CLOCK.test(value) && { initial_time: value }) }
    case 'number':
      return {
        type: 'number_input',
        action_id,
        is_decimal_allowed: false,
        min_value: String(input.least),
        max_value: String(input.most),
        ...(value !== '' && { initial_value: value }),
      }
    case 'one':
      if (!isMenu(input.choices)) break
      return { ...select(value, input.choices), options: optionsOf(input.choices) }
    case 'search': {
      // Slack narrows a menu down while people type.
      const option_groups = input.groups.flatMap(({ label, choices }) =>
        chunksOf(optionsOf(choices), MENU_SIZE).map((options) => ({ label: plainText(label, OPTION_LENGTH), options })),
      )
      const choices = input.groups.flatMap((group) => group.choices)
      return { ...select(value, choices), option_groups }
    }
    case 'several': {
      if (!isMenu(input.choices)) break
      const initial = optionsOf(input.choices.filter((choice) => value.split('\n').includes(choice.value)))
      return {
        type: 'multi_static_select',
        action_id,
        options: optionsOf(input.choices),
        ...(initial.length > 0 && { initial_options: initial }),
      }
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(value !== '' && { initial_conversation: value.split(' ')[0] }),
      }
    case 'people': {
      // Slack lists guests and people of connected workspaces, too.
      const users = value.split('\n').flatMap((line) => /\/([UW]\w+)$/.exec(line)?.[1] ?? [])
      const initial = users.length > 0 && { initial_users: users }
      return { type: 'multi_users_select', action_id, max_selected_items: MOST_PEOPLE, ...initial }
    }
  }
  // A text, or a choice for which Slack has no such menu: it is typed.
  return {
    type: 'plain_text_input',
    action_id,
    ...(value !== '' && { initial_value: value.slice(0, INPUT_LENGTH) }),
  }
}

const isMenu = (choices: Choice[]): boolean => fitsMenu(choices, MENU_SIZE, OPTION_VALUE_LENGTH)

const optionsOf = (choices: Choice[]): types.PlainTextOption[] =>
  choices.map(({ label, value }) => ({ text: plainText(label, OPTION_LENGTH), value }))

function select(value: string, choices: Choice[]): Pick<types.StaticSelect, 'type' | 'action_id' | 'initial_option'> {
  const [initial] = optionsOf(choices.filter((choice) => choice.value === value))
  return { type: 'static_select', action_id: FIELD, ...(initial && { initial_option: initial }) }
}
