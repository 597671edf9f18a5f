import { setTimeout as sleep } from 'node:timers/promises'
import { isAllowedThere } from '../access/who-may.ts'
import type { Defaults } from '../channels/settings.ts'
import type { ChannelId, Command, Suggestion } from '../core/chat.ts'
import { paperIdOf } from '../core/identifiers/paper-id.ts'
import { type Choice, choicesOf, type FieldInput } from '../core/message.ts'
import type { Db } from '../db/db.ts'
import { latestPapers } from '../digest/stored-digests.ts'
import { listFollows } from '../library/follows/follows.ts'
import { findPapers } from '../papers/papers.ts'
import type { Completion } from '../search/paper-search.ts'
import { fields } from './settings/fields.ts'
import type { SettingField } from './settings/setting-field.ts'
import { verbs } from './table.ts'
import { type CommandContext, offeredIn } from './verb.ts'

/** Verbs are known at once; a search index that is still loading must not delay them. */
const TIMEOUT_MS = 1_000
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`)
const MOST_NUMBERS = 20

type SuggestContext = Parameters<typeof isAllowedThere>[0] &
  Parameters<typeof offeredIn>[0] &
  Pick<CommandContext, 'search' | 'store' | 'defaults'>

/** Verbs first, then what a search may be about to ask for: what the person follows, titles, authors, abbreviations. */
export async function suggest(context: SuggestContext, { text, channel, person }: Command): Promise<Suggestion[]> {
  if (!(await isAllowedThere(context, 'anyone', { channel, person }))) return []
  const { store } = context
  const typed = text.trimStart().toLowerCase()
  const offered = offeredIn(context, channel, verbs).filter(({ name }) => name !== '')
  const begun = offered.filter(({ name }) => name.startsWith(typed))
  const named = begun.map(({ name, usage, does }) => ({ text: name, label: `${usage}: ${does}` }))
  const [, first = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(typed) ?? []
  if (first === 'settings') return suggestSettings(rest, context.defaults)
  // A verb of one paper wants titles alone; the latest before anything is typed.
  if (offered.some(({ name, choice }) => name === first && choice !== undefined)) {
    const titles = rest === '' ? await latestTitles(store.db, channel) : await complete(context, rest)
    return titles.filter(({ query }) => paperIdOf(query)).map((title) => asSuggestion(first, title))
  }
  const verb = first === 'search' || first === 'unfollow' ? first : ''
  const words = verb === '' ? typed : rest
  const followed = await listFollows(store.db, { person })
  const own = followed.filter(({ query }) => query.toLowerCase().startsWith(words))
  const completions = words === '' || verb === 'unfollow' ? [] : await complete(context, words)
  return [
    ...named,
    ...own.map(({ query }) => asSuggestion(verb, { query, label: `${query}: you follow this` })),
    ...completions.map((completion) => asSuggestion(verb, completion)),
  ]
}

const complete = ({ search }: SuggestContext, words: string): Promise<Completion[]> =>
  Promise.race([search.complete(words), sleep(TIMEOUT_MS, [], { ref: false })])

const asSuggestion = (verb: string, { query, label }: Completion): Suggestion => ({
  text: `${verb} ${query}`.trim(),
  label,
})

async function latestTitles(db: Db, channel: ChannelId): Promise<Completion[]> {
  const latest = await latestPapers(db, channel)
  const found = await findPapers(db, latest?.papers ?? [])
  const papers = latest?.papers.flatMap((id) => found.get(id) ?? []) ?? []
  return papers.map(({ id, title }) => ({ query: id.replace(/^arxiv:/, ''), label: title }))
}

/** What may follow `settings`: the name of one, and then its values. */
function suggestSettings(typed: string, defaults: Defaults): Suggestion[] {
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
