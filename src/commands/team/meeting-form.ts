import { DAYS, type MeetingSettings, meetingSettings } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import type { Form } from '../../core/message.ts'
import { didYouMean, type Nearest, nearestNumber, nearestOf, nearestTime, nearestZone } from '../../core/nearest.ts'

type Field = {
  name: Exclude<keyof MeetingSettings, 'channel'>
  label: string
  /** What a value must be, to go after “is not”. */
  hint: string
  options?: readonly string[]
  nearest?: Nearest
  read?(text: string): unknown
}

/** In the order of the form. */
const fields: Field[] = [
  { name: 'day', label: 'Weekday', hint: 'a weekday such as thu', options: DAYS, nearest: nearestOf(DAYS) },
  { name: 'time', label: 'Time', hint: 'a time such as 15:00', nearest: nearestTime },
  { name: 'zone', label: 'Time zone', hint: 'a time zone such as Europe/Berlin', nearest: nearestZone },
  {
    name: 'papers',
    label: 'Papers',
    hint: 'a number of papers from 1 to 5',
    read: Number,
    nearest: nearestNumber(1, 5),
  },
  {
    name: 'ahead',
    label: 'Posted ahead, hours',
    hint: 'a number of hours from 1 to 144',
    read: Number,
    nearest: nearestNumber(1, 144),
  },
  {
    name: 'reminder',
    label: 'Reminder, minutes',
    hint: 'minutes from 0 (none) to 720',
    read: Number,
    nearest: nearestNumber(0, 720),
  },
  {
    name: 'off',
    label: 'Days off',
    hint: 'days such as 2026-12-24, or 2026-12-21..2027-01-03, with commas between',
    read: (text) => text.split(/[\s,]+/).filter(Boolean),
  },
  {
    name: 'hours',
    label: 'Hours for mentions',
    hint: 'hours such as 09:00-18:00, when people may be mentioned and written to',
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
  for (const { name, hint, nearest, read } of fields) {
    const text = values[name]?.trim()
    if (text === undefined) continue
    const parsed = meetingSettings.safeParse({ ...settings, [name]: read ? read(text) : text })
    if (parsed.success) settings = parsed.data
    else errors[name] = `“${text}” is not ${hint}${didYouMean(nearest, text)}`
  }
  return Object.keys(errors).length > 0 ? { errors } : { settings }
}

export const meetingForm = (settings: MeetingSettings): Form => ({
  id: 'meeting',
  title: 'Reading group',
  submit: 'Save',
  fields: fields.map(({ name, label, hint, options }) => ({
    name,
    label,
    hint: `${hint.slice(0, 1).toUpperCase()}${hint.slice(1)}.`,
    value: String(settings[name]),
    options: options ? [...options] : null,
  })),
})
