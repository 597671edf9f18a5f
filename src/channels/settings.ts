import { z } from 'zod'
import { attempt } from '../core/attempt.ts'
import { isTimezone, parsePostDays, type Weekday } from '../core/schedule.ts'
import type { Traits } from '../core/setup.ts'

export const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/

const person = z.templateLiteral([z.string(), ':', z.string()])

/** With nobody in it, it means the admins alone. */
export const named = z.object({
  people: z.array(person),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** Whom a setting means beside administrators. `everyone` are those who belong there and see the channel. */
const who = z.union([z.literal('everyone'), named])

const channelSettings = z.object({
  timezone: z.string().refine(isTimezone),
  postAt: z.string().regex(CLOCK),
  postDays: z.string().refine((text) => parsePostDays(text) !== null),
  papersPerDay: z.number().int().min(1).max(20),
  sources: z.array(z.string()),
  /** Rules in the grammar of a search; empty: no rule. */
  include: z.string(),
  exclude: z.string(),
  minUpvotes: z.number().int().min(0),
  /**
   * `cards`: a message a paper. `pictures`: so, with the paper's own picture where it has one. `thread`: one heading in
   * the channel, everything else below it.
   */
  layout: z.enum(['cards', 'pictures', 'thread']),
  /** `shuffled`: the chosen papers in any order, so that the first one gets no votes for being first. */
  order: z.enum(['best', 'shuffled']),
  /** A code such as `de`; only a model can write another language than the abstract's. */
  language: z.string().regex(LANGUAGE),
  /** `source`: what came with the paper, written by Hugging Face's model, where there is one. */
  summaries: z.enum(['own', 'source']),
  /** Whether a pasted link is answered when its paper was here before. */
  links: z.enum(['on', 'off']),
  /**
   * Beside the digests. `changes`: posts show what became of their papers. `weekly`: each week begins with what was
   * voted for in the last one, and what changed. `all`: both.
   */
  news: z.enum(['off', 'changes', 'weekly', 'all']),
  /** Who may change the channel. */
  managers: who,
  /** Who may make the bot speak here. */
  speakers: who,
})

export type OwnSettings = Partial<z.output<typeof channelSettings>>

/** What people set for one channel; what is missing follows the environment. */
export const ownSettings = z.preprocess(withNews, channelSettings.partial()).transform((own) => own as OwnSettings)

/** Older versions had `weekly`, on or off. */
function withNews(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('weekly' in stored)) return stored
  const { weekly, ...others } = stored
  return weekly === 'on' ? { news: 'all', ...others } : others
}

export type ChannelSettings = Omit<z.output<typeof channelSettings>, 'postDays' | 'managers' | 'speakers'> & {
  postDays: Weekday[]
  /** Null: as usual on its platform. */
  managers: Who | null
  /** Null: anyone. */
  speakers: Who | null
}

/** What the environment does not set. */
const USUAL = {
  include: '',
  exclude: '',
  minUpvotes: 0,
  layout: 'cards',
  order: 'best',
  summaries: 'own',
  links: 'off',
  news: 'changes',
  managers: null,
  speakers: null,
} satisfies Partial<ChannelSettings>

export type Defaults = Omit<ChannelSettings, keyof typeof USUAL>

/** A value set in chat wins over the environment. */
export const effectiveSettings = ({ postDays, sources, ...own }: OwnSettings, defaults: Defaults): ChannelSettings => ({
  ...USUAL,
  ...defaults,
  ...own,
  postDays: (postDays ? parsePostDays(postDays) : null) ?? defaults.postDays,
  // A source that is no longer configured is no longer read.
  sources: sources?.filter((source) => defaults.sources.includes(source)) ?? defaults.sources,
})

type News = Pick<ChannelSettings, 'news'>

export const wantsChanges = ({ news }: News): boolean => news === 'changes' || news === 'all'

export const wantsWeekly = ({ news }: News): boolean => news === 'weekly' || news === 'all'

/** The same news with the weekly look back, or without it. */
export const newsWithWeekly = (settings: News, weekly: boolean): ChannelSettings['news'] =>
  wantsChanges(settings) ? (weekly ? 'all' : 'changes') : weekly ? 'weekly' : 'off'

export type Who = z.output<typeof who>

export const ADMINS: Who = { people: [], roles: [] }

/** Who changes a channel that says nothing of it: colleagues, and where strangers walk in the admins. */
export const usualManagers = ({ isOpen }: Pick<Traits, 'isOpen'>): Who => (isOpen ? ADMINS : 'everyone')

/** A stored value that this version does not take; `name` is empty where nothing could be read at all. */
export type RefusedSetting = { name: string; value: string }

const record = z.record(z.string(), z.unknown())

/**
 * Settings as a row keeps them. They are checked again by what will use them: an older version may have taken what this
 * one cannot work with. A value that is refused is left out and named; the others stay.
 */
export function readStoredSettings<Schema extends z.ZodType>(
  schema: Schema,
  json: string,
): { settings: z.output<Schema>; refused: RefusedSetting[] } {
  const stored = record.safeParse(attempt(() => JSON.parse(json)))
  const parsed = schema.safeParse(stored.data)
  if (parsed.success) return { settings: parsed.data, refused: [] }
  const names = new Set(parsed.error.issues.map(({ path: [name] }) => String(name ?? '')))
  const kept = Object.entries(stored.data ?? {}).filter(([name]) => !names.has(name))
  return {
    settings: schema.parse(stored.success ? Object.fromEntries(kept) : {}),
    refused: [...names].map((name) => ({ name, value: described(stored.data?.[name] ?? json) })),
  }
}

const described = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100)
