import { z } from 'zod'
import { isTimezone, parsePostDays, type Weekday } from '../core/schedule.ts'
import { type Who, who } from './who.ts'

export const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
export const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]+)*$/

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

/** What people set for one channel; what is missing follows the environment. */
export const ownSettings = z.preprocess(withNews, channelSettings.partial())

/** Older versions had `weekly`, on or off. */
function withNews(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || !('weekly' in stored)) return stored
  const { weekly, ...others } = stored
  return weekly === 'on' ? { news: 'all', ...others } : others
}

export type OwnSettings = z.output<typeof ownSettings>

export type ChannelSettings = Omit<z.output<typeof channelSettings>, 'postDays' | 'managers' | 'speakers'> & {
  postDays: Weekday[]
  /** Null: as usual on its platform. */
  managers: Who | null
  /** Null: anyone. */
  speakers: Who | null
}

export type Defaults = Omit<
  ChannelSettings,
  'include' | 'exclude' | 'minUpvotes' | 'layout' | 'order' | 'summaries' | 'links' | 'news' | 'managers' | 'speakers'
>

/** A value set in chat wins over the environment. */
export function effectiveSettings(own: OwnSettings, defaults: Defaults): ChannelSettings {
  return {
    timezone: own.timezone ?? defaults.timezone,
    postAt: own.postAt ?? defaults.postAt,
    postDays: (own.postDays ? parsePostDays(own.postDays) : null) ?? defaults.postDays,
    papersPerDay: own.papersPerDay ?? defaults.papersPerDay,
    // A source that is no longer configured is no longer read.
    sources: own.sources ? own.sources.filter((source) => defaults.sources.includes(source)) : defaults.sources,
    include: own.include ?? '',
    exclude: own.exclude ?? '',
    minUpvotes: own.minUpvotes ?? 0,
    layout: own.layout ?? 'cards',
    order: own.order ?? 'best',
    language: own.language ?? defaults.language,
    summaries: own.summaries ?? 'own',
    links: own.links ?? 'off',
    news: own.news ?? 'changes',
    managers: own.managers ?? null,
    speakers: own.speakers ?? null,
  }
}

type News = Pick<ChannelSettings, 'news'>

export const wantsChanges = ({ news }: News): boolean => news === 'changes' || news === 'all'

export const wantsWeekly = ({ news }: News): boolean => news === 'weekly' || news === 'all'

/** The same news with the weekly look back, or without it. */
export const newsWithWeekly = (settings: News, weekly: boolean): ChannelSettings['news'] =>
  wantsChanges(settings) ? (weekly ? 'all' : 'changes') : weekly ? 'weekly' : 'off'
