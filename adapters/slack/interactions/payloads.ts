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
  view: z.object({ id: z.string(), type: z.string(), private_metadata: z.string().default('') }).optional(),
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
    id: z.string().default(''),
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
    blocks: z.unknown().optional(),
    attachments: z.unknown().optional(),
    user: z.string().optional(),
    thread_ts: z.string().optional(),
  }),
  trigger_id: z.string(),
})

export const eventEnvelope = z.object({
  team_id: z.string(),
  /** Seconds. */
  event_time: z.number(),
})

/** What Bolt reads of an event before any listener does; at another shape it throws. */
const event = z.object({
  type: z.string(),
  channel: z.union([z.string(), z.object({})]).optional(),
  item: z.object({}).optional(),
})

/** What people and events do, each kind as its listener needs it; anything else is malformed. */
const knownPayload = z.union([
  eventEnvelope.extend({ type: z.literal('event_callback'), event }),
  slashCommand.extend({ command: z.string() }),
  blockAction.extend({ type: z.literal('block_actions') }),
  viewSubmission.extend({ type: z.literal('view_submission') }),
  messageShortcut.extend({ type: z.literal('message_action') }),
])

export const isKnownPayload = (body: unknown): body is Record<string, unknown> => knownPayload.safeParse(body).success

/** What Slack sends about the connection itself. */
export const handshake = z.union([
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  z.object({ type: z.literal('app_rate_limited') }),
  z.object({ ssl_check: z.string() }).transform(() => ({ type: 'ssl_check' as const })),
])
