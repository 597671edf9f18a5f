import {
  type ChannelSettings,
  type Defaults,
  effectiveSettings,
  type OwnSettings,
  ownSettings,
} from '../../channels/settings.ts'
import type { Who } from '../../channels/who.ts'
import type { FormField } from '../../core/message.ts'
import {
  didYouMean,
  type Nearest,
  nearestDays,
  nearestLanguage,
  nearestNumber,
  nearestOf,
  nearestTime,
  nearestZone,
} from '../../core/nearest.ts'
import { parsePostDays } from '../../core/schedule.ts'
import { parseQuery } from '../../search/query/parse.ts'
import {
  type ChannelTraits,
  describeWho,
  joinChosen,
  readWho,
  WHO_HINT,
  WHO_OPTIONS,
  type WhoField,
  whyRefused,
} from './who-fields.ts'

export type SettingField = {
  name: string
  key: keyof OwnSettings
  label: string
  /** What a value must be, to go after “is not”. */
  hint: string
  options: FormField['options']
  nearest?: Nearest
  read(text: string, place: ChannelTraits | null): unknown
  /** Of a setting that says who may do something. */
  who?: Omit<WhoField, 'name' | 'label'>
}

const asIs = (text: string): string => text

/** What people set for a channel, in the order they are asked; empty or `default` follows the environment. */
export const fields: SettingField[] = [
  {
    name: 'time',
    key: 'postAt',
    label: 'Time',
    hint: 'a time such as 09:00',
    options: null,
    nearest: nearestTime,
    read: asIs,
  },
  {
    name: 'zone',
    key: 'timezone',
    label: 'Time zone',
    hint: 'a time zone such as Europe/Berlin',
    options: null,
    nearest: nearestZone,
    read: asIs,
  },
  {
    name: 'days',
    key: 'postDays',
    label: 'Days',
    hint: 'weekdays such as mon-fri or mon,wed,fri',
    options: null,
    nearest: nearestDays,
    read: asIs,
  },
  {
    name: 'papers',
    key: 'papersPerDay',
    label: 'Papers a day',
    hint: 'a number from 1 to 20',
    options: null,
    nearest: nearestNumber(1, 20),
    read: Number,
  },
  {
    name: 'sources',
    key: 'sources',
    label: 'Sources',
    hint: 'names of configured sources, with commas between',
    options: null,
    read: (text) => text.split(/[\s,]+/).filter(Boolean),
  },
  {
    name: 'include',
    key: 'include',
    label: 'Only papers found by',
    hint: 'a search that papers must match, such as agents OR "tool use"',
    options: null,
    read: asIs,
  },
  {
    name: 'exclude',
    key: 'exclude',
    label: 'No papers found by',
    hint: 'a search that leaves papers out, such as survey OR author:doe',
    options: null,
    read: asIs,
  },
  {
    name: 'upvotes',
    key: 'minUpvotes',
    label: 'Fewest upvotes',
    hint: 'the fewest upvotes, from 0',
    options: null,
    nearest: nearestNumber(0, 1e9),
    read: Number,
  },
  {
    name: 'layout',
    key: 'layout',
    label: 'Layout',
    hint: 'cards (a message a paper) or thread (one heading, everything else below it)',
    options: ['cards', 'thread'],
    read: asIs,
  },
  {
    name: 'order',
    key: 'order',
    label: 'Order',
    hint: 'best (most upvotes first) or shuffled (so that no paper gets votes for being first)',
    options: ['best', 'shuffled'],
    read: asIs,
  },
  {
    name: 'language',
    key: 'language',
    label: 'Language of summaries',
    hint: 'a language code such as en or de; another than the abstract’s needs a model',
    options: null,
    nearest: nearestLanguage,
    read: asIs,
  },
  {
    name: 'summaries',
    key: 'summaries',
    label: 'Summaries',
    hint: 'own (Paperboy’s) or source (Hugging Face’s AI, where there is one)',
    options: ['own', 'source'],
    read: asIs,
  },
  {
    name: 'links',
    key: 'links',
    label: 'Replies to pasted links',
    hint: 'on or off: whether the link of a paper that was posted or discussed here gets a quiet reply',
    options: ['off', 'on'],
    read: asIs,
  },
  {
    name: 'weekly',
    key: 'weekly',
    label: 'Weekly look back',
    hint: 'on or off: whether each week begins with what got most votes in the last one',
    options: ['off', 'on'],
    read: asIs,
  },
  {
    name: 'managers',
    key: 'managers',
    label: 'Who may change this',
    hint: WHO_HINT,
    options: WHO_OPTIONS,
    read: readWho,
    who: {
      chosenLabel: 'Chosen: who may change this',
      usual: ({ isOpen }) => (isOpen ? 'admins' : 'full members'),
    },
  },
  {
    name: 'speakers',
    key: 'speakers',
    label: 'Who may make the bot speak',
    hint: WHO_HINT,
    options: WHO_OPTIONS,
    read: readWho,
    who: { chosenLabel: 'Chosen: who may make the bot speak', usual: () => 'anyone' },
  },
]

/** What is wrong with each value, by the field's name; the settings that follow when nothing is. */
export function readFields(
  own: OwnSettings,
  values: Record<string, string>,
  defaults: Defaults,
  place: ChannelTraits | null = null,
): { settings: OwnSettings } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const environment = effectiveSettings({}, defaults)
  let settings = own
  for (const field of fields) {
    const text = field.who ? joinChosen(field.name, whoIn(own, field), values) : values[field.name]?.trim()
    // A form shows every value: what already followed the environment, and still says the same, goes on following it.
    const follows = own[field.key] === undefined && text === shownValue(field, {}, environment)
    if (text === undefined || follows) continue
    const { [field.key]: _, ...others } = settings
    const given = text === '' || text === 'default' ? others : { ...others, [field.key]: field.read(text, place) }
    const parsed = ownSettings.safeParse(given)
    const problem = parsed.success ? problemOf(field, text, parsed.data, defaults) : refusalOf(field, text)
    if (problem !== null) errors[field.name] = problem
    else if (parsed.success) settings = parsed.data
  }
  return Object.keys(errors).length > 0 ? { errors } : { settings }
}

/** What such a setting says; null: as by default. */
export const whoIn = (own: OwnSettings, { key }: SettingField): Who | null =>
  (key === 'managers' || key === 'speakers' ? own[key] : null) ?? null

function refusalOf({ who, hint, options, nearest }: SettingField, text: string): string {
  const near = nearest ?? (Array.isArray(options) ? nearestOf(options) : null)
  return who ? whyRefused(text) : `“${text}” is not ${hint}${didYouMean(near, text)}`
}

/** A rule is a search; one with a mistake is refused in the search's own words. */
function problemOf({ key }: SettingField, text: string, { sources }: OwnSettings, defaults: Defaults): string | null {
  if (key === 'include' || key === 'exclude') return parseQuery(text).problems[0] ?? null
  const unknown = key === 'sources' ? sources?.find((source) => !defaults.sources.includes(source)) : undefined
  if (unknown === undefined) return null
  const refusal = `“${unknown}” is not configured here${didYouMean(nearestOf(defaults.sources), unknown)}`
  return `${refusal} There are: ${defaults.sources.join(', ')}.`
}

/** A value as people would type it. */
export function shownValue({ key }: SettingField, own: OwnSettings, effective: ChannelSettings): string {
  if (key === 'managers' || key === 'speakers') return describeWho(effective[key])
  const value = key === 'postDays' ? (own.postDays ?? weekdays(effective.postDays)) : effective[key]
  return Array.isArray(value) ? value.join(', ') : String(value)
}

function weekdays(days: number[]): string {
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const run = ['mon-fri', 'mon-sat', 'daily'].find((text) => parsePostDays(text)?.join() === days.join())
  return run ?? days.map((day) => names[day - 1]).join(',')
}
