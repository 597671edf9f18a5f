import type { Logger } from 'pino'
import type { ArchiveLinks, LetterLinks } from '../access/reader-links.ts'
import type { Access, AccessChecks } from '../access/who-may.ts'
import type { Defaults } from '../channels/settings.ts'
import {
  type Action,
  type ChannelId,
  type ChatAdapter,
  type ListedChannel,
  type PersonId,
  type PostRef,
  platformOf,
  type Reply,
  type Submission,
} from '../core/chat.ts'
import type { TraitsOf } from '../core/setup.ts'
import { nearestOf } from '../core/text/nearest.ts'
import type { Store } from '../db/open.ts'
import type { FetchMatches } from '../search/hugging-face.ts'
import type { PaperSearch } from '../search/paper-search.ts'
import type { FetchPaper } from '../sources/submission/index.ts'
import type { Summarize } from '../summaries/summary.ts'
import type { ReadPaperText } from '../texts/paper-text.ts'

export type CommandContext = AccessChecks & {
  store: Store
  defaults: Defaults
  search: PaperSearch
  summarize: Summarize
  now: () => number
  signal: AbortSignal
  /** Null where no mail is set up. */
  letters: LetterLinks | null
  /** Null where the archive is off. */
  archive: ArchiveLinks | null
  log: Logger
  adapters: Map<string, ChatAdapter>
  traitsOf: TraitsOf
  /** Whether a channel is a conversation with one person; whether that belongs to no team. */
  isDirect(channel: ChannelId): boolean
  isTeamless(channel: ChannelId): boolean
  /** The time zone of somebody who sees the channel; null where nobody knows it. */
  zoneOf(channel: ChannelId, person: PersonId): Promise<string | null>
  /** Where alerts go, as `AlertContext` has it. */
  alertChannel: string | null
  /** The channel as its platform knows it, joined if possible; a sentence when it cannot be posted to. */
  join(channel: ChannelId): Promise<Omit<ListedChannel, 'listed'>>
  /** What Hugging Face’s own search finds. Throws a `SourceError`. */
  fetchMatches: FetchMatches
  /** A paper from its source; null when none is there. Throws a `SourceError` when no source could be asked. */
  fetchPaper: FetchPaper
  /** As much of a paper as can be read. */
  readText: ReadPaperText
  /** Sends what was just planned, without waiting for the next tick. */
  deliver(): Promise<void>
}

/** `thread`: the post in whose thread it was typed. */
export type Asker = { channel: ChannelId; person: PersonId; thread?: PostRef | null | undefined }

/** One verb of `/papers`: how it is written, what it does, what it answers. */
export type Verb = {
  name: string
  /** As help shows it: `why TITLE|LINK`. */
  usage: string
  does: string
  access: Access
  /** It is about the channel where it is typed: a conversation with one person is none. */
  isForChannel?: true
  /** It takes a team, or direct messages. */
  isForTeams?: true
  /** It can also be done for a channel that the asker chooses from a list. */
  isPickable?: true
  /** Whether its set-up is there. If not, it is not offered, and typing it says what is missing. */
  isHere?(context: Pick<CommandContext, 'letters' | 'archive'>): boolean
  /** The verb's arguments when the words after it fit its form, else null: then the whole text is a search. */
  parse(rest: string): string[] | null
  /** What was probably meant by words that do not fit, to go after the name; null: they are not about the verb. */
  near?(rest: string): string[] | null
  /** Of a verb that names one paper: the button that does the same with a chosen one. */
  choice?: string
  /** Null: the words mean something else, and the whole text is searched for. */
  run(context: CommandContext, asked: Asker, args: string[]): Promise<Reply | null>
}

/** Whether one person alone is there. */
export const isForOne = ({ traitsOf }: Pick<CommandContext, 'traitsOf'>, channel: ChannelId): boolean =>
  traitsOf(platformOf(channel)).isForOne

/** The verbs that are offered in a channel. */
export const offeredIn = (
  context: Pick<CommandContext, 'letters' | 'archive' | 'traitsOf'>,
  channel: ChannelId,
  verbs: Verb[],
): Verb[] =>
  verbs.filter((verb) => verb.isHere?.(context) !== false && !(verb.isForTeams && isForOne(context, channel)))

/** What a button, or a choice from a menu, does. */
export type ActionVerb = {
  name: string
  access: Access
  run(context: CommandContext, action: Action): Promise<Reply | null>
}

/** What a submitted form does. Its id is `name`, or `name:` and what it is about. */
export type FormVerb = {
  name: string
  access: Access
  /** What is wrong goes beside the field, by its name. */
  submit(
    context: CommandContext,
    submission: Submission,
    about: string,
  ): Promise<Reply | { errors: Record<string, string> }>
}

/** Of a verb that takes one of some words. */
export const nearOneOf =
  (words: string[]) =>
  (rest: string): string[] | null => {
    const near = /\s/.test(rest) ? null : nearestOf(words)(rest)
    return near === null ? null : [near]
  }

/** The form of a verb that takes nothing. */
export const noArguments = (rest: string): string[] | null => (rest === '' ? [] : null)

/** The form of a verb that takes any words. */
export const anyWords = (rest: string): string[] | null => (rest === '' ? null : [rest])
