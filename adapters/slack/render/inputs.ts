import type { types } from '@slack/bolt'
import type { Choice, ChoiceGroup, FieldInput, FormField } from '../../../src/core/message.ts'
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
  element: renderElement(value, input) ?? renderInput(value),
})

/** Null where Slack has no such input for this value: it is typed. */
function renderElement(value: string, input: FieldInput): types.InputBlock['element'] | null {
  switch (input.kind) {
    case 'time':
      return { type: 'timepicker', action_id: FIELD, ...(CLOCK.test(value) && { initial_time: value }) }
    case 'number':
      return {
        type: 'number_input',
        action_id: FIELD,
        is_decimal_allowed: false,
        min_value: String(input.least),
        max_value: String(input.most),
        ...(value !== '' && { initial_value: value }),
      }
    case 'one':
      return isMenu(input.choices) ? renderMenu(value, input.choices) : null
    case 'search':
      return renderSearch(value, input.groups)
    case 'several':
      return isMenu(input.choices) ? renderSeveral(value, input.choices) : null
    case 'channel':
      return renderChannels(value)
    case 'people':
      return renderPeople(value)
    case 'text':
      return null
  }
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

const isMenu = (choices: Choice[]): boolean => fitsMenu(choices, MENU_SIZE, OPTION_VALUE_LENGTH)

const optionsOf = (choices: Choice[]): types.PlainTextOption[] =>
  choices.map(({ label, value }) => ({ text: plainText(label, OPTION_LENGTH), value }))

const renderMenu = (value: string, choices: Choice[]): types.StaticSelect => ({
  ...select(value, choices),
  options: optionsOf(choices),
})

/** Slack narrows a menu down while people type. */
function renderSearch(value: string, groups: ChoiceGroup[]): types.StaticSelect {
  const option_groups = groups.flatMap(({ label, choices }) =>
    chunksOf(choices, MENU_SIZE).map((part) => ({ label: plainText(label, OPTION_LENGTH), options: optionsOf(part) })),
  )
  const choices = groups.flatMap((group) => group.choices)
  return { ...select(value, choices), option_groups }
}

function select(value: string, choices: Choice[]): Pick<types.StaticSelect, 'type' | 'action_id' | 'initial_option'> {
  const [initial] = optionsOf(choices.filter((choice) => choice.value === value))
  return { type: 'static_select', action_id: FIELD, ...(initial && { initial_option: initial }) }
}

function renderSeveral(value: string, choices: Choice[]): types.MultiStaticSelect {
  const initial = optionsOf(choices.filter((choice) => value.split('\n').includes(choice.value)))
  return {
    type: 'multi_static_select',
    action_id: FIELD,
    options: optionsOf(choices),
    ...(initial.length > 0 && { initial_options: initial }),
  }
}
