import type { Defaults } from '../../channels/settings.ts'
import type { Suggestion } from '../../core/chat.ts'
import { type Choice, choicesOf, type FieldInput } from '../../core/message.ts'
import { fields } from './fields.ts'
import type { SettingField } from './setting-field.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
const MOST_NUMBERS = 20

/** What may follow `settings`: the name of one, and then its values. */
export function suggestSettings(typed: string, defaults: Defaults): Suggestion[] {
  const [, name = '', gap = '', value = ''] = /^(\S*)(\s*)([\s\S]*)$/.exec(typed) ?? []
  const named = fields.find((field) => field.name === name)
  if (named && gap !== '') return valuesOf(named, defaults, value)
  return fields
    .filter((field) => field.name.startsWith(typed))
    .map((field) => ({ text: `settings ${field.name}`, label: `settings ${field.name}: ${field.hint}` }))
}

function valuesOf({ name, label, input: given }: SettingField, defaults: Defaults, typed: string): Suggestion[] {
  const input = typeof given === 'function' ? given({ defaults, zones: [defaults.timezone] }) : given
  return [...choicesIn(input), { value: 'default', label: 'as everywhere' }]
    .filter(({ value }) => value.toLowerCase().includes(typed))
    .map((choice) => ({ text: `settings ${name} ${choice.value}`, label: `${label}: ${choice.label}` }))
}

function choicesIn(input: FieldInput): Choice[] {
  if ('choices' in input) return input.choices
  if (input.kind === 'search') return input.groups.flatMap(({ choices }) => choices)
  if (input.kind === 'time') return choicesOf(HOURS)
  if (input.kind !== 'number') return []
  const count = Math.min(input.most - input.least + 1, MOST_NUMBERS)
  return choicesOf(Array.from({ length: count }, (_, index) => String(input.least + index)))
}
