import { isDeepStrictEqual } from 'node:util'
import {
  type ChannelSettings,
  type Defaults,
  effectiveSettings,
  type OwnSettings,
  ownSettings,
  type Who,
} from '../../channels/settings.ts'
import { DAYS } from '../../channels/team-settings.ts'
import { parsePostDays } from '../../core/schedule.ts'
import { didYouMean, quoted } from '../../core/text/nearest.ts'
import { fields } from './fields.ts'
import type { Abilities, SettingField } from './setting-field.ts'
import { type ChannelTraits, describeWho, joinChosen, whyRefused } from './who-fields.ts'

/** What an input of Slack’s takes; Discord’s takes more. */
const LONGEST_VALUE = 3_000

/** The channel that values are for, and what can be done there. */
export type SettingPlace = ChannelTraits & Omit<Abilities, 'sources'>

/** Where no channel is, all of it works. */
const ANYWHERE = { hasModel: true, hearsMessages: true, traits: { toHear: '' } }

/** What is wrong with each value, by the field's name; the settings that follow when nothing is. */
export function readFields(
  own: OwnSettings,
  values: Record<string, string>,
  defaults: Defaults,
  place: SettingPlace | null = null,
): { settings: OwnSettings } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  let settings = own
  for (const field of fields) {
    const text = field.who ? joinChosen(field.name, whoIn(own, field), values) : values[field.name]?.trim()
    if (text === undefined) continue
    if (text.length > LONGEST_VALUE) {
      errors[field.name] = `It has ${LONGEST_VALUE.toLocaleString('en')} characters at most.`
      continue
    }
    const { [field.key]: _, ...others } = settings
    const isDefault = text === '' || text === 'default'
    const given = isDefault ? others : { ...others, [field.key]: field.read ? field.read(text, place) : text }
    const parsed = ownSettings.safeParse(given)
    if (!parsed.success) {
      errors[field.name] = refusalOf(field, text)
      continue
    }
    // A form shows every value: what it was before is no reason to refuse the others.
    const before = own[field.key] ?? effectiveSettings({}, defaults)[field.key]
    const isNew = !isDefault && !isDeepStrictEqual(parsed.data[field.key], before)
    const here = { ...ANYWHERE, ...place, sources: defaults.sources }
    const problem = isNew ? (field.problem?.(text, here) ?? null) : null
    if (problem !== null) errors[field.name] = problem
    // One that says the same as the default goes on following it.
    else settings = isSame(field, parsed.data, others, defaults) ? others : parsed.data
  }
  return Object.keys(errors).length > 0 ? { errors } : { settings }
}

/** What such a setting says; null: as by default. */
export const whoIn = (own: OwnSettings, { key }: SettingField): Who | null =>
  (key === 'managers' || key === 'speakers' ? own[key] : null) ?? null

const isSame = ({ key }: SettingField, one: OwnSettings, other: OwnSettings, defaults: Defaults): boolean =>
  isDeepStrictEqual(effectiveSettings(one, defaults)[key], effectiveSettings(other, defaults)[key])

const refusalOf = ({ who, hint, nearest }: SettingField, text: string): string =>
  who ? whyRefused(text) : `${quoted(text)} is not ${hint}${didYouMean(nearest, text)}`

/** A value as people would type it. */
export function typedValue({ key }: SettingField, effective: ChannelSettings): string {
  if (key === 'managers' || key === 'speakers') return describeWho(effective[key])
  const value = key === 'postDays' ? weekdays(effective.postDays) : effective[key]
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** A value as people read it. */
export function shownValue(field: SettingField, effective: ChannelSettings): string {
  const typed = typedValue(field, effective)
  return field.show ? field.show(typed) : typed || 'none'
}

function weekdays(days: number[]): string {
  const run = ['mon-fri', 'mon-sat', 'daily'].find((text) => parsePostDays(text)?.join() === days.join())
  return run ?? days.map((day) => DAYS[day - 1]).join(',')
}
