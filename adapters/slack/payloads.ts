import { z } from 'zod'

// The fields of Slack's payloads that are used, and no others.

const id = z.object({ id: z.string() })

export const slashCommand = z.object({
  team_id: z.string(),
  channel_id: z.string(),
  user_id: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
})

export const blockAction = z.object({
  team: id,
  user: id,
  channel: id.optional(),
  container: z.object({ message_ts: z.string().optional(), is_ephemeral: z.boolean().default(false) }),
  view: z.object({ private_metadata: z.string().default('') }).optional(),
  actions: z
    .array(
      z.object({
        action_id: z.string(),
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
      }),
    )
    .min(1),
  trigger_id: z.string(),
})

export const viewSubmission = z.object({
  team: id,
  user: id,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string().default(''),
    state: z.object({ values: z.unknown() }),
  }),
})

export const messageShortcut = z.object({
  callback_id: z.string(),
  team: id,
  user: id,
  channel: id,
  message: z.object({
    ts: z.string(),
    text: z.string().default(''),
    user: z.string().optional(),
    thread_ts: z.string().optional(),
  }),
  trigger_id: z.string(),
})

export const eventEnvelope = z.object({
  team_id: z.string(),
  event_id: z.string(),
  /** Seconds. */
  event_time: z.number(),
})

export const reactionEvent = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string(),
  reaction: z.string(),
  // Old data holds reactions to files, too.
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
  event_ts: z.string(),
})

export const homeOpened = z.object({ user: z.string(), channel: z.string(), tab: z.literal('home') })

/** What a person wrote in a channel; changes, bots and everything else have a subtype or a bot. */
export const written = z.object({
  channel: z.string(),
  channel_type: z.enum(['channel', 'group']),
  user: z.string(),
  text: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  subtype: z.undefined().optional(),
  bot_id: z.undefined().optional(),
})
export type Written = z.output<typeof written>
