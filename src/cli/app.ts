import { hostname } from 'node:os'
import type { Logger } from 'pino'
import type { ChatAdapter } from '../chat.ts'
import type { Config } from '../config.ts'
import type { Defaults } from '../digest/settings.ts'
import type { Message } from '../message.ts'
import type { Harvest, PaperSource } from '../paper.ts'
import type { PaperSearch } from '../search/search.ts'
import type { Store } from '../store/open.ts'
import type { Summarize } from '../summarize/summarize.ts'

/** The wired parts that the verbs of the command line work with. */
export type App = {
  config: Config
  log: Logger
  store: Store
  sources: PaperSource[]
  /** One month (`YYYY-MM`) of Daily Papers, for the history. */
  fetchMonth(month: string, signal: AbortSignal): Promise<Harvest>
  defaults: Defaults
  adapters: Map<string, ChatAdapter>
  /** Shows a message to whoever sits at the terminal, outside of any delivery. */
  show(message: Message): void
  summarize: Summarize
  search: PaperSearch
  /** Aborted when the program is asked to stop. */
  signal: AbortSignal
  close(): Promise<void>
}

export const attemptContext = ({ store, adapters, log }: App) => ({
  store,
  adapters,
  log,
  owner: processOwner,
  now: Date.now,
})

/** This process, told apart from one that had its number before. */
const processOwner = `${hostname()}:${process.pid}:${Date.now()}`
