import type { OwnSettings } from '../../channels/settings.ts'
import {
  type Nearest,
  nearestDays,
  nearestLanguage,
  nearestNumber,
  nearestTime,
  nearestZone,
} from '../../core/nearest.ts'
import { type ChannelTraits, readWho, WHO_HINT, WHO_OPTIONS, type WhoField } from './who-fields.ts'

export type SettingField = {
  name: string
  key: keyof OwnSettings
  label: string
  /** What a value must be, to go after “is not”. */
  hint: string
  /** What may be chosen; absent: anything is typed. */
  options?: string[]
  nearest?: Nearest
  /** Absent: the text as it is. */
  read?(text: string, place: ChannelTraits | null): unknown
  /** Of a setting that says who may do something. */
  who?: Omit<WhoField, 'name' | 'label'>
}

/** What people set for a channel, in the order they are asked; empty or `default` follows the environment. */
export const fields: SettingField[] = [
  {
    name: 'time',
    key: 'postAt',
    label: 'Time',
    hint: 'a time such as 09:00',
    nearest: nearestTime,
  },
  {
    name: 'zone',
    key: 'timezone',
    label: 'Time zone',
    hint: 'a time zone such as Europe/Berlin',
    nearest: nearestZone,
  },
  {
    name: 'days',
    key: 'postDays',
    label: 'Days',
    hint: 'weekdays such as mon-fri or mon,wed,fri',
    nearest: nearestDays,
  },
  {
    name: 'papers',
    key: 'papersPerDay',
    label: 'Papers a day',
    hint: 'a number from 1 to 20',
    nearest: nearestNumber(1, 20),
    read: Number,
  },
  {
    name: 'sources',
    key: 'sources',
    label: 'Sources',
    hint: 'names of configured sources, with commas between',
    read: (text) => text.split(/[\s,]+/).filter(Boolean),
  },
  {
    name: 'include',
    key: 'include',
    label: 'Only papers found by',
    hint: 'a search that papers must match, such as agents OR "tool use"',
  },
  {
    name: 'exclude',
    key: 'exclude',
    label: 'No papers found by',
    hint: 'a search that leaves papers out, such as survey OR author:doe',
  },
  {
    name: 'upvotes',
    key: 'minUpvotes',
    label: 'Fewest upvotes',
    hint: 'the fewest upvotes, from 0',
    nearest: nearestNumber(0, 1e9),
    read: Number,
  },
  {
    name: 'layout',
    key: 'layout',
    label: 'Layout',
    hint: 'cards (a message a paper) or thread (one heading, everything else below it)',
    options: ['cards', 'thread'],
  },
  {
    name: 'order',
    key: 'order',
    label: 'Order',
    hint: 'best (most upvotes first) or shuffled (so that no paper gets votes for being first)',
    options: ['best', 'shuffled'],
  },
  {
    name: 'language',
    key: 'language',
    label: 'Language of summaries',
    hint: 'a language code such as en or de; another than the abstract’s needs a model',
    nearest: nearestLanguage,
  },
  {
    name: 'summaries',
    key: 'summaries',
    label: 'Summaries',
    hint: 'own (Paperboy’s) or source (Hugging Face’s AI, where there is one)',
    options: ['own', 'source'],
  },
  {
    name: 'links',
    key: 'links',
    label: 'Replies to pasted links',
    hint: 'on or off: whether the link of a paper that was posted or discussed here gets a quiet reply',
    options: ['off', 'on'],
  },
  {
    name: 'weekly',
    key: 'weekly',
    label: 'Weekly look back',
    hint: 'on or off: whether each week begins with what got most votes in the last one',
    options: ['off', 'on'],
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
