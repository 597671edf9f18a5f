import { DAYS, type MeetingSettings, meetingSettings } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import { choicesOf, type FieldInput, type Form } from '../../core/message.ts'
import { didYouMean, nearestOf, nearestTime, quoted } from '../../core/text/nearest.ts'
import { listed, numberFrom, type SettingField, zoneField, zoneInput } from '../settings/setting-field.ts'

type Field = Pick<SettingField, 'label' | 'hint' | 'help' | 'nearest'> & {
  name: Exclude<keyof MeetingSettings, 'channel'>
  input?: FieldInput
  read?(text: string): unknown
  /** Whether it is a span of time that ends before it begins. */
  isBackwards?(text: string): boolean
}

const endsFirst = (span: string, to: string): boolean => {
  const [from = '', until = from] = span.split(to)
  return until < from
}

const fields: Field[] = [
  {
    name: 'day',
    label: 'Weekday',
    hint: 'a weekday such as thu',
    input: { kind: 'one', choices: choicesOf(DAYS) },
    nearest: nearestOf(DAYS),
  },
  { name: 'time', label: 'Time', hint: 'a time such as 15:00', input: { kind: 'time' }, nearest: nearestTime },
  zoneField,
  { name: 'papers', label: 'Papers', hint: 'a number of papers from 1 to 5', ...numberFrom(1, 5) },
  {
    name: 'hours',
    label: 'Hours for mentions',
    hint: 'hours such as 09:00-18:00, when people may be mentioned and written to',
    help: 'When people may be mentioned and written to, such as 09:00-18:00.',
    isBackwards: (text) => endsFirst(text, '-'),
  },
  {
    name: 'ahead',
    label: 'Agenda, hours ahead',
    hint: 'a number of hours from 1 to 144',
    help: 'Hours before the meeting, from 1 to 144.',
    ...numberFrom(1, 144),
  },
  {
    name: 'reminder',
    label: 'Reminder, minutes ahead',
    hint: 'minutes from 0 (none) to 720',
    help: 'Minutes before the meeting; 0: no reminder.',
    ...numberFrom(0, 720),
  },
  {
    name: 'off',
    label: 'Days off',
    hint: 'days such as 2026-12-24, or 2026-12-21..2027-01-03, with commas between',
    help: 'Such as 2026-12-24, 2026-12-28..2027-01-03.',
    read: listed,
    isBackwards: (text) => listed(text).some((days) => endsFirst(days, '..')),
  },
]

export const isMeetingField = (name: string): boolean => fields.some((field) => field.name === name)

export const nearestMeetingField = (name: string): string | null =>
  name === '' ? null : nearestOf(fields.map((field) => field.name))(name)

/** What the form shows before the first meeting is set. */
export const defaultMeeting = (channel: ChannelId, zone: string): MeetingSettings => ({
  channel,
  day: 'thu',
  time: '15:00',
  zone,
  papers: 2,
  ahead: 24,
  reminder: 30,
  off: [],
  hours: '09:00-18:00',
})

/** What is wrong with each value, by the field's name; the settings that follow when nothing is. */
export function readMeeting(
  before: MeetingSettings,
  values: Record<string, string>,
): { settings: MeetingSettings } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  let settings = before
  for (const { name, hint, nearest, read, isBackwards } of fields) {
    const text = values[name]?.trim()
    if (text === undefined) continue
    const parsed = meetingSettings.safeParse({ ...settings, [name]: read ? read(text) : text })
    if (parsed.success && isBackwards?.(text)) errors[name] = `${quoted(text)} ends before it begins.`
    else if (parsed.success) settings = parsed.data
    else errors[name] = `${quoted(text)} is not ${hint}${didYouMean(nearest, text)}`
  }
  return Object.keys(errors).length > 0 ? { errors } : { settings }
}

/** `zones` come first. */
export const meetingForm = (settings: MeetingSettings, zones: string[]): Form => ({
  id: 'meeting',
  title: 'Reading group',
  submit: 'Save',
  fields: fields.map(({ name, label, help = null, input = { kind: 'text' } }) => ({
    name,
    label,
    hint: help,
    value: String(settings[name]),
    isRequired: name !== 'off',
    input: name === 'zone' ? zoneInput([...zones, settings.zone]) : input,
  })),
})
