import type { Defaults } from '../../channels/settings.ts'
import type { Suggestion } from '../../core/chat.ts'
import { fields, type SettingField } from './fields.ts'

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
  const choices =
    input.kind === 'one' || input.kind === 'several'
      ? input.choices
      : input.kind === 'search'
        ? input.groups.flatMap((group) => group.choices)
        : input.kind === 'time'
          ? HOURS.map((value) => ({ value, label: value }))
          : input.kind === 'number'
            ? numbersFrom(input.least, input.most).map((value) => ({ value, label: value }))
            : []
  return [...choices, { value: 'default', label: 'as everywhere' }]
    .filter(({ value }) => value.toLowerCase().includes(typed))
    .map((choice) => ({ text: `settings ${name} ${choice.value}`, label: `${label}: ${choice.label}` }))
}

const numbersFrom = (least: number, most: number): string[] =>
  Array.from({ length: Math.min(most - least + 1, MOST_NUMBERS) }, (_, index) => String(least + index))
