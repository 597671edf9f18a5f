/** How long the outbox waits for what, in milliseconds. Tests and the chaos run shorten it. */
export type Timeouts = typeof TIMEOUTS

export const TIMEOUTS = {
  /** An adapter's own deadlines are shorter; this one covers an adapter that forgot. */
  attempt: 30_000,
  /** Outlives an attempt, so that no second process takes a delivery while the first may still be sending it. */
  lease: 60_000,
  firstLook: 3_000,
  /** Slack does not promise that a post is in the history at once: “absent” is believed the second time. */
  betweenLooks: 30_000,
  /** After the first failure; doubled by each further one, up to ten minutes. */
  backoff: 2_000,
  /** For what is being sent when the program is asked to stop; the whole program has ten seconds. */
  stop: 8_000,
}
