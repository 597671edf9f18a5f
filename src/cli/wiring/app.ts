import type { Logger } from 'pino'
import type { ArchiveLinks } from '../../access/archive-links.ts'
import type { LetterLinks } from '../../access/letter-links.ts'
import type { Signer } from '../../access/signed-links.ts'
import type { Defaults } from '../../channels/settings.ts'
import type { Allowance } from '../../core/allowance.ts'
import type { ChannelId, ChatAdapter } from '../../core/chat.ts'
import type { Message } from '../../core/message.ts'
import type { FetchResult, PaperSource } from '../../core/paper.ts'
import type { Connection, TraitsOf } from '../../core/setup.ts'
import type { Store } from '../../db/open.ts'
import type { Metrics } from '../../ops/metrics/metrics.ts'
import type { Timeouts } from '../../outbox/timeouts.ts'
import type { FetchMatches } from '../../search/hugging-face.ts'
import type { PaperSearch } from '../../search/paper-search.ts'
import type { Vectors } from '../../search/vectors/vectors.ts'
import type { Http } from '../../sources/http/http.ts'
import type { FetchPaper } from '../../sources/submission/index.ts'
import type { State } from '../../state/state.ts'
import type { Summarize } from '../../summaries/summary.ts'
import type { Config } from '../settings/config.ts'

/** What everything needs. */
export type BaseContext = {
  config: Config
  log: Logger
  store: Store
  /** What the bot knows of its own health. */
  state: State
  /** Null where nobody can ask for them. */
  metrics: Metrics | null
  /** Aborted when the program is asked to stop. */
  signal: AbortSignal
}

/** Where papers come from. */
export type SourceContext = {
  http: Http
  sources: PaperSource[]
  /** One month (`YYYY-MM`) of Daily Papers, for the history. */
  fetchMonth(month: string, signal: AbortSignal): Promise<FetchResult>
  /** One paper that somebody suggests. */
  fetchPaper: FetchPaper
  /** What Hugging Face’s own search finds. */
  fetchMatches: FetchMatches
  /** What channels follow that have no settings of their own. */
  defaults: Defaults
}

/** How papers are found and condensed. */
export type ReadingContext = {
  search: PaperSearch
  /** What papers mean, to a model; null where none is set. */
  vectors: Vectors | null
  summarize: Summarize
}

/** Where posts go. */
export type PlatformContext = {
  adapters: Map<string, ChatAdapter>
  /** The platforms that are set up; this machine's terminal is none. */
  connections: Connection[]
  traitsOf: TraitsOf
  allowances: Record<string, Allowance>
  timeouts: Timeouts
  /** Whether a channel is on this machine. */
  isLocal(channel: ChannelId): boolean
  /** Shows a message at the terminal, outside of any delivery. */
  show(message: Message): void
}

/** The links that Paperboy signs. */
export type LinkContext = {
  /** Makes and reads the tokens in links; null without PAPERBOY_SECRET. */
  signer: Signer | null
  /** The links in letters; null where no mail is set up. */
  letters: LetterLinks | null
  /** Where the archive is; null where it is off. */
  archive: ArchiveLinks | null
}

/** Where it says that something is wrong. */
export type AlertContext = {
  alertChannel: string | null
  /** Called after each healthy day. */
  heartbeatUrl: string | null
}

/** The wired parts; a verb of the command line names those that it works with. */
export type App = BaseContext &
  SourceContext &
  ReadingContext &
  PlatformContext &
  LinkContext &
  AlertContext & { close(): Promise<void> }
