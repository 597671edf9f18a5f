import { DAYS } from '../../channels/team-settings.ts'
import { type Choice, choicesOf } from '../../core/message.ts'
import { nearestDays, nearestLanguage, nearestOf, nearestTime, nearestZone } from '../../core/text/nearest.ts'
import { numberFrom, readZone, zoneInput } from './inputs.ts'
import { problemOfLanguage, problemOfLinks, problemOfRule, problemOfSources } from './problems.ts'
import type { SettingField } from './setting-field.ts'
import { readWho, WHO_CHOICES, WHO_HINT } from './who-fields.ts'

const oneOf = (choices: Choice[]) => ({
  input: { kind: 'one', choices } as const,
  nearest: nearestOf(choices.map(({ value }) => value)),
})

const switched = (on: string): Choice[] => [
  { value: 'off', label: 'Off' },
  { value: 'on', label: on },
]

const listed = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** What people set for a channel, in the order they are asked; empty or `default` means the default. */
export const fields: SettingField[] = [
  {
    name: 'time',
    key: 'postAt',
    group: 'when',
    label: 'Time',
    hint: 'a time such as 09:00',
    input: { kind: 'time' },
    nearest: nearestTime,
  },
  {
    name: 'zone',
    key: 'timezone',
    group: 'when',
    label: 'Time zone',
    hint: 'a time zone such as Europe/Berlin',
    help: 'A city, or a zone such as Europe/Berlin.',
    input: ({ zones }) => zoneInput(zones),
    nearest: nearestZone,
    read: readZone,
  },
  {
    name: 'days',
    key: 'postDays',
    group: 'when',
    label: 'Days',
    hint: 'weekdays such as mon-fri or mon,wed,fri',
    input: { kind: 'several', choices: choicesOf(DAYS) },
    nearest: nearestDays,
    read: (text) => text.replaceAll(/\s*\n\s*/g, ','),
  },
  {
    name: 'news',
    key: 'news',
    group: 'when',
    label: 'News of posted papers',
    hint: 'off, changes (posts say when code is out or a paper is retracted), weekly (a look back) or all',
    ...oneOf([
      { value: 'off', label: 'Off' },
      { value: 'changes', label: 'Changes: posts say when code is out or a paper is retracted' },
      { value: 'weekly', label: 'Weekly: a look back on most votes, and what changed' },
      { value: 'all', label: 'All: both' },
    ]),
  },
  {
    name: 'papers',
    key: 'papersPerDay',
    group: 'what',
    label: 'Papers a day',
    hint: 'a number from 1 to 20',
    help: 'Each is a message; the thread lists the others.',
    ...numberFrom(1, 20),
  },
  {
    name: 'sources',
    key: 'sources',
    group: 'what',
    label: 'Sources',
    hint: 'names of configured sources, with commas between',
    input: ({ defaults }) => ({ kind: 'several', choices: choicesOf(defaults.sources) }),
    read: listed,
    problem: (text, { sources }) => problemOfSources(listed(text), sources),
  },
  {
    name: 'include',
    key: 'include',
    group: 'what',
    label: 'Only post papers matching',
    hint: 'a search that papers must match, such as agents OR "tool use"',
    help: 'A search, such as: agents OR "tool use". Empty: any paper.',
    input: { kind: 'text' },
    problem: problemOfRule,
    show: (text) => text || 'anything',
  },
  {
    name: 'exclude',
    key: 'exclude',
    group: 'what',
    label: 'Never post papers matching',
    hint: 'a search that leaves papers out, such as survey OR author:doe',
    help: 'A search, such as: survey OR author:doe.',
    input: { kind: 'text' },
    problem: problemOfRule,
  },
  {
    name: 'upvotes',
    key: 'minUpvotes',
    group: 'what',
    label: 'Upvotes',
    hint: 'the fewest upvotes, from 0',
    help: 'Papers with fewer on Hugging Face are left out.',
    ...numberFrom(0, 1_000_000),
    show: (text) => `≥ ${text}`,
  },
  {
    name: 'layout',
    key: 'layout',
    group: 'style',
    label: 'Layout',
    hint: 'cards (a message a paper), pictures (cards with a picture) or thread (one heading, the rest below it)',
    ...oneOf([
      { value: 'cards', label: 'Cards: a message for each paper' },
      { value: 'pictures', label: 'Pictures: cards with the paper’s own picture, small' },
      { value: 'thread', label: 'Thread: one heading, everything else below it' },
    ]),
  },
  {
    name: 'order',
    key: 'order',
    group: 'style',
    label: 'Order',
    hint: 'best (most upvotes first) or shuffled (so that no paper gets votes for being first)',
    ...oneOf([
      { value: 'best', label: 'Best: most upvotes first' },
      { value: 'shuffled', label: 'Shuffled: no paper gets votes for being first' },
    ]),
  },
  {
    name: 'language',
    key: 'language',
    group: 'style',
    label: 'Language',
    hint: 'a language code such as en or de',
    help: 'Of summaries, such as en or de. A translation needs a model.',
    input: { kind: 'text' },
    nearest: nearestLanguage,
    problem: problemOfLanguage,
  },
  {
    name: 'summaries',
    key: 'summaries',
    group: 'style',
    label: 'Summaries',
    hint: 'own (Paperboy’s) or source (Hugging Face’s AI, where there is one)',
    ...oneOf([
      { value: 'own', label: 'Own: Paperboy’s' },
      { value: 'source', label: 'Source: Hugging Face’s AI, where there is one' },
    ]),
  },
  {
    name: 'links',
    key: 'links',
    group: 'style',
    label: 'Replies to pasted links',
    hint: 'on or off',
    ...oneOf(switched('On: a quiet reply when the paper was here before')),
    problem: problemOfLinks,
  },
  {
    name: 'managers',
    key: 'managers',
    group: 'people',
    label: 'Who may change this',
    hint: WHO_HINT,
    ...oneOf(WHO_CHOICES),
    read: readWho,
    who: {
      chosenLabel: 'Chosen: who may change this',
      usual: ({ isOpen }) => (isOpen ? 'admins' : 'full members'),
    },
  },
  {
    name: 'speakers',
    key: 'speakers',
    group: 'people',
    label: 'Who may make the bot speak',
    hint: WHO_HINT,
    ...oneOf(WHO_CHOICES),
    read: readWho,
    who: { chosenLabel: 'Chosen: who may make the bot speak', usual: () => 'anyone' },
  },
]
