import { createEmbed, type Embed } from './embed.ts'
import { modelRemedy } from './remedies.ts'
import type { ModelServer } from './server.ts'

/** A model that gives texts vectors, on a server or on this machine. */
export type EmbeddingModel = {
  /** Vectors of one name can be compared. */
  name: string
  /** Throws a `ModelServerError` when it cannot be used now, and a `TextsRefusedError`. */
  embed: Embed
  /** What to do about a failure. */
  remedy(error: unknown): Promise<string>
  /** Milliseconds that a search waits for the vector of its question. */
  patienceMs: number
  /** It runs on this machine: nothing is sent anywhere, and no tokens are paid for. Null: it runs on a server. */
  local: {
    /** Why there are no vectors by it yet, in a sentence; null when all that it needs is here. */
    lacking(): Promise<string | null>
    close(): Promise<void>
  } | null
}

/** A delay that a waiting person hardly notices. */
const PATIENCE_MS = 1_000

export const serverModel = (server: ModelServer): EmbeddingModel => ({
  name: server.model,
  embed: createEmbed(server),
  remedy: (error) => modelRemedy(error, server),
  patienceMs: PATIENCE_MS,
  local: null,
})
