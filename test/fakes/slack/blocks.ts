import { z } from 'zod'

// What Slack takes, as its reference says (Block Kit: blocks, block elements, composition objects; limits of 2026-11).
// Strict on purpose: a name Slack does not know is refused here as it is there.

const text = (most: number) => z.string().min(1).max(most)
const plainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(most), emoji: z.boolean().optional() })
const mrkdwn = (most: number) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(most), verbatim: z.boolean().optional() })
const anyText = (most: number) => z.discriminatedUnion('type', [plainText(most), mrkdwn(most)])
const blockId = { block_id: text(255).optional() }
const actionId = text(255)
const webAddress = z.url({ protocol: /^https?$/ }).max(3_000)

const style = z
  .strictObject({ bold: z.boolean(), italic: z.boolean(), strike: z.boolean(), code: z.boolean() })
  .partial()
  .optional()
const richElement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style }),
  z.strictObject({ type: z.literal('user'), user_id: z.string().regex(/^[UW][A-Z0-9]+$/), style }),
  z.strictObject({ type: z.literal('link'), url: webAddress, text: z.string().min(1).optional(), style }),
])
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(richElement).min(1) })
const richText = z.strictObject({
  type: z.literal('rich_text'),
  ...blockId,
  elements: z
    .array(
      z.discriminatedUnion('type', [
        richSection,
        z.strictObject({
          type: z.literal('rich_text_list'),
          style: z.enum(['bullet', 'ordered']),
          elements: z.array(richSection).min(1),
        }),
        z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(richElement).min(1) }),
      ]),
    )
    .min(1),
})

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  value: text(2_000).optional(),
  url: webAddress.optional(),
  style: z.enum(['primary', 'danger']).optional(),
})
const option = z.strictObject({ text: plainText(75), value: text(150) })
const options = z.array(option).min(1).max(100)
const select = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    placeholder: plainText(150).optional(),
    options: options.optional(),
    option_groups: z
      .array(z.strictObject({ label: plainText(75), options }))
      .min(1)
      .max(100)
      .optional(),
    initial_option: option.optional(),
  })
  .refine((it) => (it.options === undefined) !== (it.option_groups === undefined), 'options, or groups of them')
  .refine((it) => isAmong(it.initial_option, allOptions(it)), 'initial_option must be one of the options')
const multiSelect = z
  .strictObject({
    type: z.literal('multi_static_select'),
    action_id: actionId,
    placeholder: plainText(150).optional(),
    options,
    initial_options: z.array(option).min(1).optional(),
  })
  .refine(
    (it) => (it.initial_options ?? []).every((one) => isAmong(one, it.options)),
    'initial_options must be options',
  )
const timePicker = z.strictObject({
  type: z.literal('timepicker'),
  action_id: actionId,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
})
const whole = z.string().regex(/^-?\d+$/)
const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    action_id: actionId,
    is_decimal_allowed: z.boolean(),
    min_value: whole.optional(),
    max_value: whole.optional(),
    initial_value: whole.optional(),
  })
  .refine((it) => Number(it.initial_value ?? it.min_value) >= Number(it.min_value), 'initial_value below min_value')
  .refine((it) => Number(it.initial_value ?? it.max_value) <= Number(it.max_value), 'initial_value above max_value')
const channelSelect = z.strictObject({
  type: z.literal('conversations_select'),
  action_id: actionId,
  initial_conversation: z.string().min(1).optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_bot_users: z.boolean().optional(),
      exclude_external_shared_channels: z.boolean().optional(),
    })
    .optional(),
})
const peopleSelect = z
  .strictObject({
    type: z.literal('multi_users_select'),
    action_id: actionId,
    initial_users: z
      .array(z.string().regex(/^[UW][A-Z0-9]+$/))
      .min(1)
      .optional(),
    max_selected_items: z.number().int().min(1).optional(),
  })
  .refine((it) => (it.initial_users?.length ?? 0) <= (it.max_selected_items ?? 1_000), 'more than max_selected_items')
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  initial_value: text(3_000).optional(),
  multiline: z.boolean().optional(),
  max_length: z.number().int().min(1).max(3_000).optional(),
})

const image = z.strictObject({ type: z.literal('image'), image_url: webAddress, alt_text: text(2_000) })

const block = z.discriminatedUnion('type', [
  richText,
  z.strictObject({
    type: z.literal('section'),
    ...blockId,
    text: anyText(3_000),
    accessory: z.discriminatedUnion('type', [button, image]).optional(),
  }),
  z.strictObject({ type: z.literal('header'), ...blockId, text: plainText(150) }),
  z.strictObject({ type: z.literal('context'), ...blockId, elements: z.array(anyText(3_000)).min(1).max(10) }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({
    type: z.literal('image'),
    ...blockId,
    image_url: webAddress,
    alt_text: text(2_000),
    title: plainText(2_000).optional(),
  }),
  z.strictObject({
    type: z.literal('actions'),
    ...blockId,
    elements: z
      .array(z.discriminatedUnion('type', [button, select]))
      .min(1)
      .max(25)
      .refine(haveDistinctActions, 'action_id must be unique in a block'),
  }),
  z.strictObject({
    type: z.literal('input'),
    ...blockId,
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    optional: z.boolean().optional(),
    element: z.discriminatedUnion('type', [
      textInput,
      select,
      multiSelect,
      timePicker,
      numberInput,
      channelSelect,
      peopleSelect,
    ]),
  }),
])

type Option = z.output<typeof option>

const allOptions = (it: { options?: Option[] | undefined; option_groups?: { options: Option[] }[] | undefined }) =>
  it.options ?? it.option_groups?.flatMap((group) => group.options) ?? []

/** Slack wants the same option, its text included. */
function isAmong(chosen: Option | undefined, all: Option[]): boolean {
  return chosen === undefined || all.some((one) => JSON.stringify(one) === JSON.stringify(chosen))
}

function haveDistinctActions(elements: { action_id: string }[]): boolean {
  return new Set(elements.map(({ action_id }) => action_id)).size === elements.length
}

const messageBlocks = z
  .array(block)
  .max(50)
  .refine((blocks) => blocks.every(({ type }) => type !== 'input'), 'input blocks belong in views')

const view = z.strictObject({
  type: z.enum(['modal', 'home']),
  callback_id: text(255).optional(),
  private_metadata: z.string().max(3_000).optional(),
  title: plainText(24).optional(),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  blocks: z.array(block).min(1).max(100),
})

/** Slack refuses a message at about 12,000 characters over all its blocks. */
const TOO_LONG = 12_000

export type Refusal = { error: string; messages: string[] }

/** Why Slack would refuse the blocks of a message, in its own words; null when it takes them. */
export function refusalOfBlocks(blocks: unknown): Refusal | null {
  const parsed = messageBlocks.safeParse(blocks)
  if (!parsed.success) return { error: 'invalid_blocks', messages: describe(parsed.error) }
  const length = JSON.stringify(blocks).length
  return countText(blocks) > TOO_LONG ? { error: 'msg_blocks_too_long', messages: [`${length} characters`] } : null
}

export function refusalOfView(json: unknown): Refusal | null {
  const parsed = view.safeParse(json)
  if (!parsed.success) return { error: 'invalid_arguments', messages: describe(parsed.error) }
  if (JSON.stringify(json).length > 250_000) return { error: 'view_too_large', messages: [] }
  const ids = parsed.data.blocks.flatMap(({ block_id }) => (block_id === undefined ? [] : [block_id]))
  if (new Set(ids).size < ids.length) return { error: 'invalid_arguments', messages: ['[ERROR] duplicate block_id'] }
  const asks = parsed.data.blocks.some(({ type }) => type === 'input')
  if (parsed.data.type === 'modal' && (!parsed.data.title || (asks && !parsed.data.submit)))
    return { error: 'invalid_arguments', messages: ['[ERROR] missing required field'] }
  return null
}

/** What would ping or spoof in a text that Slack reads as markup: anything between angle brackets. */
export const liveMarkup = (text: string): string[] => text.match(/<[^>]*>|&(?!(amp|lt|gt);)/g) ?? []

function countText(blocks: unknown): number {
  let length = 0
  JSON.stringify(blocks, (key, value) => {
    if (key === 'text' && typeof value === 'string') length += value.length
    return value
  })
  return length
}

const describe = (error: z.ZodError): string[] =>
  error.issues.map(({ message, path }) => `[ERROR] ${message} [json-pointer:/${path.map(String).join('/')}]`)
