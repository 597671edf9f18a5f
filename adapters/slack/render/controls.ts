import type { types } from '@slack/bolt'
import type { Button, Card } from '../../../src/core/message.ts'
import { rankOf, titleOf } from '../../shared/cards.ts'
import { shortValue } from '../../shared/long-values.ts'
import { cut, webAddress } from '../../shared/text.ts'

// Slack's limits (Reference: block elements, composition objects).
const BUTTON_LENGTH = 75
const VALUE_LENGTH = 2_000
/** Only an id that is a web address is longer. */
export const OPTION_VALUE_LENGTH = 150
const PLACEHOLDER_LENGTH = 150
const MENU_SIZE = 100
const ROW_SIZE = 25

export function renderButtons(buttons: Button[]): types.ActionsBlock[] {
  // Slack wants each action_id once in a row.
  const seen = new Set<string>()
  const elements = buttons.flatMap((button, index): types.Button[] => {
    const text = plainText(button.label, BUTTON_LENGTH)
    const href = 'url' in button ? webAddress(button.url) : null
    if ('url' in button) return href === null ? [] : [{ type: 'button', text, url: href, action_id: `open:${index}` }]
    const id = seen.has(button.action) ? `${button.action}#${index}` : button.action
    seen.add(id)
    return [
      {
        type: 'button',
        text,
        action_id: id,
        ...(button.value !== '' && { value: shortValue(button.value, VALUE_LENGTH) }),
      },
    ]
  })
  return elements.length === 0 ? [] : [{ type: 'actions', elements: elements.slice(0, ROW_SIZE) }]
}

export const actionOf = (actionId: string): string => actionId.replace(/#\d+$/, '')

/** The single button that every entry has, as one menu of entries; null when there is none. */
export function renderMenu(cards: Card[]): types.ActionsBlock | null {
  const entries = cards.flatMap((card) => card.buttons.map((button) => ({ card, button })))
  const [first] = entries
  if (!first || 'url' in first.button) return null
  const { label, action } = first.button
  const options = entries.flatMap(({ card, button }) =>
    'url' in button || button.action !== action || button.value === ''
      ? []
      : [
          {
            text: plainText(`${rankOf(card)}${titleOf(card)}` || '…', BUTTON_LENGTH),
            value: shortValue(button.value, OPTION_VALUE_LENGTH),
          },
        ],
  )
  if (options.length === 0) return null
  return {
    type: 'actions',
    elements: [
      {
        type: 'static_select',
        action_id: action,
        placeholder: plainText(label, PLACEHOLDER_LENGTH),
        // A paper may stand in several parts of a list.
        options: [...new Map(options.map((option) => [option.value, option])).values()].slice(0, MENU_SIZE),
      },
    ],
  }
}

/** Plain text is literal; without `emoji` Slack leaves a `:name:` alone as well. */
export const plainText = (text: string, length: number): types.PlainTextElement => ({
  type: 'plain_text',
  text: cut(text, length),
  emoji: false,
})
