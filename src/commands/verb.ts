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
import type { CapName } from './caps.ts'

/** What all commands work with while the process runs. */
export type CommandServices = {
  store: Store
  defaults: Defaults
  search: PaperSearch
  summarize: Summarize
  signal: AbortSignal
  /** Null where no mail is set up. */
  letters: LetterLinks | null
  /** Null where the archive is off. */
  archive: ArchiveLinks | null
  log: Logger
  adapters: Map<string, ChatAdapter>
  traitsOf: TraitsOf
  /** Where alerts go, as `AlertContext` has it. */
  alertChannel: string | null
  /** What Hugging Face’s own search finds. Throws a `SourceError`. */
  fetchMatches: FetchMatches
  /** A paper from its source; null when none is there. Throws a `SourceError` when no source could be asked. */
  fetchPaper: FetchPaper
  readText: ReadPaperText
}

export type CommandContext = CommandServices &
  AccessChecks & {
    now: () => number
    /** Whether a channel is a conversation with one person; whether that belongs to no team. */
    isDirect(channel: ChannelId): boolean
    isTeamless(channel: ChannelId): boolean
    /** The time zone of somebody who sees the channel; null where nobody knows it. */
    zoneOf(channel: ChannelId, person: PersonId): Promise<string | null>
    /** The channel as its platform knows it, joined if possible; a sentence when it cannot be posted to. */
    join(channel: ChannelId): Promise<Omit<ListedChannel, 'listed'>>
    /** Sends what was just planned, without waiting for the next tick. */
    deliver(): Promise<void>
  }

/** `thread`: the post in whose thread it was typed. */
export type Asker = { channel: ChannelId; person: PersonId; thread?: PostRef | null | undefined }

/** Who may, and what of the caps it spends; null says nothing to others. Without `access`: anyone in the channel. */
type Guarded = { access?: Access; cap: CapName | null }

/** One verb of `/papers`: how it is written, what it does, what it answers. */
export type Verb = Guarded & {
  name: string
  /** As help shows it: `why TITLE|LINK`. */
  usage: string
  does: string
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

export const isForOne = ({ traitsOf }: Pick<CommandContext, 'traitsOf'>, channel: ChannelId): boolean =>
  traitsOf(platformOf(channel)).isForOne

export const offeredIn = (
  context: Pick<CommandContext, 'letters' | 'archive' | 'traitsOf'>,
  channel: ChannelId,
  verbs: Verb[],
): Verb[] =>
  verbs.filter((verb) => verb.isHere?.(context) !== false && !(verb.isForTeams && isForOne(context, channel)))

export type RunAction = (context: CommandContext, action: Action) => Promise<Reply | null>
export type ActionVerb = Guarded & { run: RunAction }

/** What a submitted form does; `about` follows the form’s name and a colon. What is wrong goes beside its field. */
export type SubmitForm = (
  context: CommandContext,
  submission: Submission,
  about: string,
) => Promise<Reply | { errors: Record<string, string> }>
export type FormVerb = Guarded & { submit: SubmitForm }

/** Of a verb that takes one of some words. */
export const nearOneOf =
  (words: string[]) =>
  (rest: string): string[] | null => {
    const near = /\s/.test(rest) ? null : nearestOf(words)(rest)
    return near === null ? null : [near]
  }

export const noArguments = (rest: string): string[] | null => (rest === '' ? [] : null)

export const anyWords = (rest: string): string[] | null => (rest === '' ? null : [rest])
