import { z } from 'zod'

/**
 * What Discord says about a message body; null when it takes it. Limits: “Message Components” and “Create Message”.
 * Only what Paperboy sends is known here: anything else is refused, so that a new kind of component comes with its
 * limits. `files` are the names of what is attached.
 */
export function refuseMessage(body: unknown, files: string[] = []): string | null {
  const parsed = messageBody.safeParse(body)
  if (!parsed.success) return z.prettifyError(parsed.error)
  const all = parsed.data.components.flatMap(flatten)
  const text = all.reduce((sum, part) => sum + ('content' in part ? part.content.length : 0), 0)
  const shown = all.flatMap((part) => ('file' in part ? [part.file.url.slice('attachment://'.length)] : []))
  const ids = all.flatMap((part) => (part.id === undefined ? [] : [part.id]))
  const customIds = all.flatMap((part) => ('custom_id' in part ? [part.custom_id] : []))
  if (all.length > 40) return `components: ${all.length}, 40 are allowed`
  if (text > 4_000) return `components: ${text} characters of text, 4,000 are allowed`
  if (new Set(ids).size < ids.length) return 'components: COMPONENT_ID_DUPLICATED'
  if (new Set(customIds).size < customIds.length) return 'components: COMPONENT_CUSTOM_ID_DUPLICATED'
  // Discord keeps an attachment that no part shows, and nobody sees it.
  if (shown.toSorted().join() !== files.toSorted().join())
    return `components: they show ${shown}, attached are ${files}`
  return null
}

/** What Discord says about a modal; null when it takes it. */
export function refuseModal(body: unknown): string | null {
  const parsed = modalBody.safeParse(body)
  return parsed.success ? null : z.prettifyError(parsed.error)
}

const id = z.int().min(1).max(2_147_483_647).optional()
const customId = z.string().min(1).max(100)
const url = z.url({ protocol: /^https?$/ }).max(512)

const textDisplay = z.strictObject({ type: z.literal(10), id, content: z.string().trim().min(1).max(4_000) })
const button = z.strictObject({
  type: z.literal(2),
  id,
  style: z.int().min(1).max(4),
  label: z.string().trim().min(1).max(80),
  custom_id: customId,
  disabled: z.boolean().optional(),
})
const linkButton = z.strictObject({
  type: z.literal(2),
  id,
  style: z.literal(5),
  label: z.string().trim().min(1).max(80),
  url,
})
const option = z.strictObject({
  label: z.string().trim().min(1).max(100),
  value: z.string().min(1).max(100),
  description: z.string().max(100).optional(),
  default: z.boolean().optional(),
})
const options = z
  .array(option)
  .min(1)
  .max(25)
  .refine((all) => new Set(all.map(({ value }) => value)).size === all.length, 'values must be unique')
const select = z
  .strictObject({
    type: z.literal(3),
    id,
    custom_id: customId,
    placeholder: z.string().max(150).optional(),
    options,
    required: z.boolean().optional(),
    min_values: z.int().min(0).max(25).optional(),
    max_values: z.int().min(1).max(25).optional(),
  })
  .refine((it) => (it.max_values ?? 1) <= it.options.length, 'max_values: more than there are options')
  .refine(
    (it) => it.options.filter((one) => one.default === true).length <= (it.max_values ?? 1),
    'default: more options than max_values',
  )
const row = z.strictObject({
  type: z.literal(1),
  id,
  components: z.union([
    z
      .array(z.union([button, linkButton]))
      .min(1)
      .max(5),
    z.array(select).length(1),
  ]),
})
const thumbnail = z.strictObject({
  type: z.literal(11),
  id,
  media: z.strictObject({ url }),
  description: z.string().min(1).max(1_024).optional(),
})
const section = z.strictObject({
  type: z.literal(9),
  id,
  components: z.array(textDisplay).min(1).max(3),
  accessory: z.union([thumbnail, button, linkButton]),
})
const file = z.strictObject({
  type: z.literal(13),
  id,
  file: z.strictObject({ url: z.string().regex(/^attachment:\/\/[\w.-]{1,255}$/) }),
})
const container = z.strictObject({
  type: z.literal(17),
  id,
  components: z.array(z.union([textDisplay, section, row, file])).min(1),
})

const IS_COMPONENTS_V2 = 1 << 15
// SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2: others cannot be set on what a bot sends.
const SETTABLE = (1 << 2) | (1 << 6) | (1 << 12) | IS_COMPONENTS_V2

const messageBody = z.strictObject({
  flags: z
    .int()
    .refine((flags) => (flags & ~SETTABLE) === 0, 'a flag that cannot be set')
    .refine((flags) => (flags & IS_COMPONENTS_V2) !== 0, 'components of version 2 need their flag'),
  components: z.array(container).min(1),
  // Not Discord's rule but ours: no request may leave it out.
  allowed_mentions: z.strictObject({
    parse: z.array(z.never()).length(0),
    users: z.array(z.string()).min(1).max(100).optional(),
    // It rings whom a reply answers, unless it says no.
    replied_user: z.literal(false).optional(),
  }),
  message_reference: z
    .strictObject({ message_id: z.string().regex(/^\d+$/), fail_if_not_exists: z.literal(false) })
    .optional(),
  nonce: z.string().max(25).optional(),
  enforce_nonce: z.boolean().optional(),
})

const textInput = z.strictObject({
  type: z.literal(4),
  custom_id: customId,
  style: z.int().min(1).max(2),
  value: z.string().max(4_000).optional(),
  placeholder: z.string().max(100).optional(),
  required: z.boolean().optional(),
  max_length: z.int().min(1).max(4_000).optional(),
})
const listed = { custom_id: customId, placeholder: z.string().max(150).optional(), required: z.boolean().optional() }
const defaults = <Types extends readonly ['user', 'role'] | readonly ['channel']>(types: Types) =>
  z.array(z.strictObject({ id: z.string().regex(/^\d+$/), type: z.enum(types) }))
const mentionableSelect = z
  .strictObject({
    type: z.literal(7),
    ...listed,
    min_values: z.int().min(0).max(25).optional(),
    max_values: z.int().min(1).max(25).optional(),
    default_values: defaults(['user', 'role']).min(1).optional(),
  })
  .refine((it) => (it.default_values?.length ?? 0) <= (it.max_values ?? 1), 'default_values: more than max_values')
const channelSelect = z.strictObject({
  type: z.literal(8),
  ...listed,
  default_values: defaults(['channel']).length(1).optional(),
  channel_types: z.array(z.int()).min(1).optional(),
})
const label = z.strictObject({
  type: z.literal(18),
  label: z.string().min(1).max(45),
  description: z.string().min(1).max(100).optional(),
  component: z.union([textInput, select, mentionableSelect, channelSelect]),
})
const modalBody = z.strictObject({
  custom_id: customId,
  title: z.string().min(1).max(45),
  components: z.array(label).min(1).max(5),
})

type Flat = { id?: number | undefined } & (
  | { content: string }
  | { custom_id: string }
  | { file: { url: string } }
  | object
)

function flatten(part: z.output<typeof container>): Flat[] {
  return [
    part,
    ...part.components.flatMap((inner): Flat[] =>
      inner.type === 10 || inner.type === 13
        ? [inner]
        : [inner, ...inner.components, ...('accessory' in inner ? [inner.accessory] : [])],
    ),
  ]
}
