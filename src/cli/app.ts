import type { Logger } from 'pino'
import type { ArchiveLinks } from '../access/archive-links.ts'
import type { LetterLinks } from '../access/letter-links.ts'
import type { Signer } from '../access/signed-links.ts'
import type { Defaults } from '../channels/settings.ts'
import type { ChatAdapter } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { FetchResult, PaperSource } from '../core/paper.ts'
import type { PlatformSetup } from '../core/setup.ts'
import type { Store } from '../db/open.ts'
import { processOwner } from '../db/process-owner.ts'
import type { Metrics } from '../ops/metrics/metrics.ts'
import { pauseChannel } from '../ops/pause-channel.ts'
import type { OutboxContext } from '../outbox/outbox.ts'
import type { Allowance } from '../outbox/pace.ts'
import type { Timeouts } from '../outbox/timeouts.ts'
import type { FetchMatches } from '../search/hugging-face.ts'
import type { PaperSearch } from '../search/paper-search.ts'
import type { Vectors } from '../search/vectors/vectors.ts'
import type { Http } from '../sources/http/http.ts'
import type { FetchPaper } from '../sources/submission/index.ts'
import type { State } from '../state/state.ts'
import type { Summarize } from '../summaries/summary.ts'
import type { Config } from './config.ts'

/** The wired parts that the verbs of the command line work with. */
export type App = {
  config: Config
  log: Logger
  store: Store
  sources: PaperSource[]
  /** One month (`YYYY-MM`) of Daily Papers, for the history. */
  fetchMonth(month: string, signal: AbortSignal): Promise<FetchResult>
  /** One paper that somebody suggests. */
  fetchPaper: FetchPaper
  /** What Hugging Face’s own search finds. */
  fetchMatches: FetchMatches
  defaults: Defaults
  adapters: Map<string, ChatAdapter>
  /** The chat platforms that are set up, each with what it can say about its settings. */
  setups: PlatformSetup[]
  allowances: Record<string, Allowance>
  timeouts: Timeouts
  /** Who hears that something is wrong. */
  alertChannel: string | null
  /** Called after each healthy day. */
  heartbeatUrl: string | null
  http: Http
  /** Makes and reads the tokens in links; null without PAPERBOY_SECRET. */
  signer: Signer | null
  /** The links in letters; null where no mail is set up. */
  letters: LetterLinks | null
  /** Where the archive is; null where it is off. */
  archive: ArchiveLinks | null
  /** Shows a message to whoever sits at the terminal, outside of any delivery. */
  show(message: Message): void
  summarize: Summarize
  search: PaperSearch
  /** What papers mean, to a model; null where none is set. */
  vectors: Vectors | null
  /** Null where nobody can ask for them. */
  metrics: Metrics | null
  /** What it knows of itself. */
  state: State
  /** Aborted when the program is asked to stop. */
  signal: AbortSignal
  close(): Promise<void>
}

/** What the outbox needs of the app. */
export const outboxContext = ({ store, adapters, log, allowances, timeouts, alertChannel }: App): OutboxContext => ({
  store,
  adapters,
  log,
  allowances,
  timeouts,
  owner: processOwner,
  now: store.now,
  onChannelRefused: (channel, reason) => pauseChannel({ store, log, alertChannel }, channel, reason),
})
