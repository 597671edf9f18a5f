import type { Defaults, OwnSettings } from '../../channels/settings.ts'
import type { FieldInput } from '../../core/message.ts'
import type { Nearest } from '../../core/text/nearest.ts'
import type { Abilities } from './problems.ts'
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
