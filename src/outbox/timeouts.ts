/** How long the outbox waits for what, in milliseconds. Tests and the chaos run shorten it. */
export type Timeouts = {
  /** An adapter's own deadlines are shorter; this one covers an adapter that forgot. */
  attempt: number
  /** Outlives an attempt, so that no second process takes a delivery while the first may still be sending it. */
  lease: number
  firstLook: number
  /** Slack does not promise that a post is in the history at once: “absent” is believed the second time. */
  betweenLooks: number
  /** After the first failure; doubled by each further one, up to ten minutes. */
  backoff: number
  /** For what is being sent when the program is asked to stop; the whole program has ten seconds. */
  stop: number
}

export const TIMEOUTS: Timeouts = {
  attempt: 30_000,
  lease: 60_000,
  firstLook: 3_000,
  betweenLooks: 30_000,
  backoff: 2_000,
  stop: 8_000,
}
