import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { Button, Card } from '../../../src/core/message.ts'
import { chunksOf } from '../../../src/core/yield-to-event-loop.ts'
import { rankOf, titleOf } from '../../shared/cards.ts'
import { shortValue } from '../../shared/long-values.ts'
import { cutUnits } from '../../shared/text.ts'
import { oneLine, webAddress } from './markdown.ts'

export type ButtonRow = APIActionRowComponent<APIComponentInMessageActionRow>

export const MOST_IN_ROW = 5
export const MOST_BUTTONS = 10
const MOST_OPTIONS = 25
const LONGEST_LABEL = 80
const LONGEST_OPTION = 100
const LONGEST_ID = 100
/** Of a value that surely fits beside its action. */
export const LONGEST_VALUE = 50

type RenderedButton = APIButtonComponentWithCustomId | APIButtonComponentWithURL

export function renderButton(button: Button): RenderedButton {
  const [type, label] = [ComponentType.Button as const, labelOf(button.label)]
  const style = ButtonStyle.Secondary
  if ('action' in button) return { type, style, label, custom_id: packId(button.action, button.value) }
  const url = webAddress(button.url)
  // In place of a link that is no web address: the label, disabled.
  if (url === null) return { type, style, label, custom_id: packId('none', button.label), disabled: true }
  return { type, style: ButtonStyle.Link, label, url }
}

/** What a button means, as it comes back with a click. A value too long for Discord is named by its hash. */
export const packId = (action: string, value: string): string =>
  `${action}:${shortValue(value, LONGEST_ID - action.length - 1)}`

export function unpackId(id: string): { action: string; value: string } {
  const [, action = '', value = ''] = /^([^:]*):?([\s\S]*)$/.exec(id) ?? []
  return { action, value }
}

const labelOf = (label: string): string => cutUnits(oneLine(label), LONGEST_LABEL) || '…'

export const renderRows = (buttons: RenderedButton[]): ButtonRow[] =>
  chunksOf(buttons, MOST_IN_ROW).map((components) => ({ type: ComponentType.ActionRow, components }))

/** Buttons of lines become one menu a label: “Bring one up ▾” with the titles to choose from. */
export function renderSelects(cards: Card[]): ButtonRow[] {
  const options = cards.flatMap((card) =>
    card.buttons.flatMap((button) => ('action' in button ? [{ card, button }] : [])),
  )
  return [...Map.groupBy(options, ({ button }) => button.label)].slice(0, 3).map(([label, choices], index) => ({
    type: ComponentType.ActionRow,
    components: [
      {
        type: ComponentType.StringSelect,
        custom_id: packId('choose', String(index)),
        placeholder: labelOf(label),
        options: [...new Map(choices.map((choice) => [packId(choice.button.action, choice.button.value), choice]))]
          .slice(0, MOST_OPTIONS)
          .map(([value, { card }]) => ({ label: optionLabel(card), value })),
      },
    ],
  }))
}

const optionLabel = (card: Card): string => cutUnits(oneLine(rankOf(card) + titleOf(card)), LONGEST_OPTION) || '…'

/** Discord refuses a message in which two components share an id. */
export function withoutRepeatedIds<Part extends { type: ComponentType }>(parts: (Part | ButtonRow)[]) {
  const seen = new Set<string>()
  return parts.flatMap((part): (Part | ButtonRow)[] => {
    if (!isRow(part)) return [part]
    const components = part.components.filter((component) => {
      if (!('custom_id' in component)) return true
      const isNew = !seen.has(component.custom_id)
      seen.add(component.custom_id)
      return isNew
    })
    return components.length === 0 ? [] : [{ ...part, components }]
  })
}

const isRow = (part: { type: ComponentType }): part is ButtonRow => part.type === ComponentType.ActionRow
