import type { types } from '@slack/bolt'
import type { Choice, FieldInput, FormField } from '../../../src/core/message.ts'
import { chunksOf } from '../../../src/core/yield-to-event-loop.ts'
import { fitsMenu } from '../../shared/cards.ts'
import { plainText } from './controls.ts'

// Slack's limits (Reference: input elements, composition objects).
const LABEL_LENGTH = 2_000
const INPUT_LENGTH = 3_000
const OPTION_LENGTH = 75
const OPTION_VALUE_LENGTH = 150
const MENU_SIZE = 100
/** As many as core takes, and Discord. */
const MOST_PEOPLE = 25

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/

/** The `action_id` of every input; its block is named after the field. */
export const FIELD = 'value'

export const renderField = ({ name, label, hint, value, isRequired, input }: FormField): types.InputBlock => ({
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
