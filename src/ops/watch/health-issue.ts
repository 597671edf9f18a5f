import type { Channel } from '../../channels/channels.ts'

/** Something that is wrong. `odd`: the bot does its work all the same. */
export type HealthIssue = {
  about: 'settings' | 'platform' | 'workspace' | 'source' | 'schedule' | 'deliveries' | 'model' | 'web'
  /** The same for the same issue, however often it is found. */
  cause: string
  state: 'odd' | 'broken'
  /** The channel it concerns; null: the whole bot. */
  channel: Channel | null
  /** Never the name of a channel: not everybody who reads this may see it. */
  what: string
  /** Places whose id begins so get nothing meanwhile; `''` are all. */
  blocks: string[]
  /** Since when, where it may be over by itself in a minute. */
  since?: number
}

/** One of the whole bot, and broken where it blocks something, unless more is said. */
export const issueOf = (given: Pick<HealthIssue, 'about' | 'cause' | 'what'> & Partial<HealthIssue>): HealthIssue => ({
  state: given.blocks?.length ? 'broken' : 'odd',
  channel: null,
  blocks: [],
  ...given,
})
