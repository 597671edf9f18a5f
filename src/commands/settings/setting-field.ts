import type { Defaults, OwnSettings } from '../../channels/settings.ts'
import { attempt } from '../../core/attempt.ts'
import { choicesOf, type FieldInput } from '../../core/message.ts'
import { isTimezone } from '../../core/schedule.ts'
import type { Traits } from '../../core/setup.ts'
import {
  didYouMean,
  type Nearest,
  nearestNumber,
  nearestOf,
  nearestZone,
  quoted,
  zoneOfCity,
} from '../../core/text/nearest.ts'
import { missingOperand } from '../../search/query/lexer.ts'
import { parseQuery } from '../../search/query/parse.ts'
import type { ChannelTraits, WhoField } from './who-fields.ts'

/** What is asked together. */
export const GROUPS = { when: 'When', what: 'What', style: 'Style', people: 'People' } as const

export type SettingField = {
  name: string
  key: keyof OwnSettings
  group: keyof typeof GROUPS
  label: string
  /** What a value must be, to go after “is not”. */
  hint: string
  /** What a form says below it. */
  help?: string
  input: FieldInput | ((asked: { defaults: Defaults; zones: string[] }) => FieldInput)
  nearest?: Nearest
  /** Absent: the text as it is. */
  read?(text: string, place: ChannelTraits | null): unknown
  /** Why a value that could be read cannot work here; null: it can. */
  problem?(text: string, here: Abilities): string | null
  /** A value for people. Absent: as it is typed, and `none` when it is empty. */
  show?(text: string): string
  /** Of a setting that says who may do something. */
  who?: Omit<WhoField, 'name' | 'label'>
}

/** A whole number in a form, what was meant by another one, and how it is read. */
export const numberFrom = (least: number, most: number) => ({
  input: { kind: 'number', least, most } as const,
  nearest: nearestNumber(least, most),
  read: Number,
})

export const zoneField = {
  name: 'zone',
  label: 'Time zone',
  hint: 'a time zone such as Europe/Berlin',
  help: 'A city, or a zone such as Europe/Berlin.',
  nearest: nearestZone,
  read: (text: string): string => (isTimezone(text) ? text : (zoneOfCity(text) ?? text)),
} as const

export const listed = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** Every zone by its region; these come first. */
export function zoneInput(first: string[]): FieldInput {
  const near = [...new Set(first)]
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !near.includes(zone))
  const regions = Map.groupBy(others, (zone) => zone.split('/')[0] ?? zone)
  return {
    kind: 'search',
    groups: [['Yours', near] as const, ...regions].map(([label, zones]) => ({ label, choices: choicesOf(zones) })),
  }
}

/** What a place can do for its settings. */
export type Abilities = {
  traits: Pick<Traits, 'toHear'>
  /** The configured ones. */
  sources: string[]
  /** Whether a model writes summaries. */
  hasModel: boolean
  hearsMessages: boolean
}

/** People mean no rule at all by these. */
const NO_RULE = /^(none|nothing|no|off|any|anything|all|everything|[-–—*]+)$/i

/** A rule is a search, and a mistake in it lasts: it is refused where a search would go on without it. */
export function problemOfRule(text: string): string | null {
  if (NO_RULE.test(text)) return `${quoted(text)} would be searched for as a word. To have no such rule, say default.`
  const { where, paper, problems } = parseQuery(text)
  const asksNothing = where === null && paper === null ? 'It names nothing that a paper must have.' : null
  return problems[0] ?? problemOfSearch(text) ?? asksNothing
}

export function problemOfSearch(text: string): string | null {
  const operator = missingOperand(text)
  return operator && `A word is missing beside ${operator}: write something like agents OR "tool use".`
}

/** Sentences of the abstract stay in its language. */
export function problemOfLanguage(text: string, { hasModel }: Abilities): string | null {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const name = attempt(() => names.of(text))
  if (!name) return `${quoted(text)} is no language that is known here. Codes are such as en, de or pt-BR.`
  return hasModel || /^en\b/.test(text)
    ? null
    : `${name} needs a model that writes it, and none is set up: its operator can set OPENAI_MODEL. en works.`
}

export const problemOfLinks = (text: string, { hearsMessages, traits }: Abilities): string | null =>
  text === 'on' && !hearsMessages ? `Paperboy hears no messages here, so it sees no links. ${traits.toHear}` : null

export function problemOfSources(named: string[], sources: string[]): string | null {
  const unknown = named.find((source) => !sources.includes(source))
  if (unknown === undefined) return null
  const refusal = `${quoted(unknown)} is not configured here${didYouMean(nearestOf(sources), unknown)}`
  return `${refusal} There are: ${sources.join(', ')}.`
}
