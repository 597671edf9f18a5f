import { parsePostDays } from '../digest/schedule.ts'
import { effectiveSettings, type OwnSettings, ownSettings } from '../digest/settings.ts'
import { parseQuery } from '../search/query.ts'
import { findChannel, saveSettings } from '../store/channels.ts'
import { type CommandContext, say, type Verb } from './verb.ts'

/** What `/papers settings NAME VALUE` sets; `default` as the value returns to the environment's. */
const fields: Record<string, { key: keyof OwnSettings; read: (value: string) => unknown; hint: string }> = {
  time: { key: 'postAt', read: (value) => value, hint: 'a time such as 09:00' },
  zone: { key: 'timezone', read: (value) => value, hint: 'a time zone such as Europe/Berlin' },
  days: { key: 'postDays', read: (value) => value, hint: 'weekdays such as mon-fri or mon,wed,fri' },
  papers: { key: 'papersPerDay', read: Number, hint: 'a number from 1 to 20' },
  sources: {
    key: 'sources',
    read: (value) => value.split(/[\s,]+/).filter(Boolean),
    hint: 'names of configured sources, with commas between',
  },
  include: {
    key: 'include',
    read: (value) => value,
    hint: 'a search that papers must match, such as agents OR "tool use"',
  },
  exclude: {
    key: 'exclude',
    read: (value) => value,
    hint: 'a search that leaves papers out, such as survey OR author:doe',
  },
  upvotes: { key: 'minUpvotes', read: Number, hint: 'the fewest upvotes, from 0' },
}

export const settings: Verb = {
  name: 'settings',
  usage: 'settings [NAME VALUE]',
  does: 'when, how many, which rules',
  managersOnly: true,
  parse(rest) {
    if (rest === '') return []
    const [, name = '', value = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return name in fields ? [name, value] : null
  },
  run: async (context, { channel }, args) =>
    args.length === 0 ? show(context, channel) : change(context, channel, args),
}

async function change(
  context: CommandContext,
  id: Parameters<typeof findChannel>[1],
  [name = '', value = '']: string[],
) {
  const field = fields[name]
  const channel = await findChannel(context.store.db, id)
  if (!channel || !field) return say('This channel is not subscribed.')
  const { [field.key]: _, ...others } = channel.settings
  const own =
    value === 'default'
      ? ownSettings.safeParse(others)
      : ownSettings.safeParse({ ...others, [field.key]: field.read(value) })
  if (!own.success) return say(`“${value}” is not ${field.hint}.`)
  const problem = ruleProblem(name, value) ?? sourceProblem(own.data, context)
  if (problem) return say(problem)
  await saveSettings(context.store.db, id, own.data)
  return show(context, id)
}

/** A rule is a search; one with a mistake is refused in the search's own words. */
function ruleProblem(name: string, value: string): string | null {
  if (name !== 'include' && name !== 'exclude') return null
  return parseQuery(value).problems[0] ?? null
}

function sourceProblem({ sources }: OwnSettings, { defaults }: CommandContext): string | null {
  const unknown = sources?.find((source) => !defaults.sources.includes(source))
  return unknown === undefined
    ? null
    : `“${unknown}” is not configured here. There are: ${defaults.sources.join(', ')}.`
}

/** Every value with where it comes from. */
async function show({ store, defaults }: CommandContext, id: Parameters<typeof findChannel>[1]) {
  const channel = await findChannel(store.db, id)
  if (!channel) return say('This channel is not subscribed.')
  const effective = effectiveSettings(channel.settings, defaults)
  const rows = Object.entries(fields).map(([name, { key }]) => {
    const value =
      key === 'postDays'
        ? (channel.settings.postDays ?? weekdays(effective.postDays))
        : effective[key as keyof typeof effective]
    const shown = Array.isArray(value) ? value.join(', ') : String(value)
    return `${name.padEnd(8)} ${shown === '' ? 'none' : shown} (${channel.settings[key] === undefined ? 'default' : 'set here'})`
  })
  return say(
    [`Settings of ${channel.name}${channel.state === 'paused' ? `, paused: ${channel.reason}` : ''}`, ...rows].join(
      '\n',
    ),
  )
}

function weekdays(days: number[]): string {
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const run = ['mon-fri', 'mon-sat', 'daily'].find((text) => parsePostDays(text)?.join() === days.join())
  return run ?? days.map((day) => names[day - 1]).join(',')
}
