import { z } from 'zod'
import { shownTexts } from '../../shared/text.ts'
import { bits } from '../access.ts'
import { channelId, isThread, personId, postRef } from '../ids.ts'

const user = z.object({ id: z.string() })
const seen = z.object({
  id: z.string(),
  content: z.string().default(''),
  flags: z.number().default(0),
  author: user.optional(),
  message_reference: z.object({ channel_id: z.string(), message_id: z.string().optional() }).optional(),
  components: z.unknown().optional(),
  embeds: z.unknown().optional(),
  message_snapshots: z.unknown().optional(),
})

const named = z.object({ name: z.string().nullish() })
const field = z.object({ custom_id: z.string(), value: z.string().nullish(), values: z.array(z.string()).nullish() })
const data = z.object({
  name: z.string().optional(),
  custom_id: z.string().optional(),
  values: z.array(z.string()).optional(),
  target_id: z.string().optional(),
  options: z.array(z.object({ value: z.unknown() })).optional(),
  resolved: z
    .object({
      messages: z.record(z.string(), seen).optional(),
      users: z.record(z.string(), user).optional(),
      roles: z.record(z.string(), named).optional(),
      channels: z.record(z.string(), named).optional(),
    })
    .optional(),
  // A field in its label, or in a row of its own.
  components: z.array(z.object({ component: field.optional(), components: z.array(field).optional() })).optional(),
})

const member = z.object({ user, permissions: bits.optional(), roles: z.array(z.string()).default([]) })
/** What somebody did. `channel` is the channel also from inside a thread; `at` is where it happened. */
const interaction = z
  .object({
    id: z.string(),
    token: z.string(),
    type: z.number(),
    guild_id: z.string().optional(),
    channel_id: z.string(),
    channel: z.object({ type: z.number(), parent_id: z.string().nullish() }).optional(),
    member: member.optional(),
    app_permissions: bits.optional(),
    user: user.optional(),
    data: data.default({}),
    message: seen.optional(),
  })
  .transform(({ guild_id: guild, channel_id: at, channel: place, member, user, ...rest }) => {
    const channel = place && isThread(place.type) ? (place.parent_id ?? at) : at
    const person = (member?.user ?? user)?.id ?? ''
    /** What the sender may do there, and the roles held; null in a direct message. */
    const known = member?.permissions === undefined ? null : { permissions: member.permissions, roles: member.roles }
    const asked = { channel: channelId(guild, channel), person: personId(person) }
    // A thread has the number of the message that it hangs from.
    const thread = channel === at ? null : postRef(guild, channel, at)
    return { ...rest, guild, at, channel, user: person, asked, thread, member: known }
  })

type InteractionData = z.output<typeof data>
export type Interaction = z.output<typeof interaction>

/** Null when it is none that can be answered. */
export function parseInteraction(value: unknown): Interaction | null {
  const parsed = interaction.safeParse(value)
  return parsed.success && parsed.data.user !== '' ? parsed.data : null
}

/** The message whose menu was used. A reply names the message it answers. */
export function chosenMessage({ guild, at, channel, thread, data }: Interaction) {
  const message = data.resolved?.messages?.[data.target_id ?? '']
  if (!message) return null
  const { id, content, author, message_reference: answered } = message
  const reply = answered?.message_id === undefined ? null : postRef(guild, channel, answered.message_id)
  return {
    text: content.replaceAll(/<[@#][!&]?\d+>/g, '@somebody').replaceAll(/<a?(:\w+:)\d+>/g, '$1'),
    post: postRef(guild, at, id),
    author: author ? personId(author.id) : null,
    thread: thread ?? reply,
  }
}

/** By field; an empty one is ''. A role or channel is its number and name, a person an id; several are one a line. */
export function typedOf({ components = [], resolved }: InteractionData): Record<string, string> {
  const things = { ...resolved?.roles, ...resolved?.channels }
  const fields = components.flatMap(({ component, components = [] }) => (component ? [component] : components))
  return Object.fromEntries(
    fields.map(({ custom_id, value, values }) => {
      const given = (values ?? []).map((one) => {
        const name = things[one]?.name
        if (name) return `${one} ${name}`
        return resolved?.users?.[one] ? personId(one) : one
      })
      return [custom_id, value ?? given.join('\n')]
    }),
  )
}

/** Texts and addresses of the message whose menu was used; also of one that it forwards. */
export const textsOf = ({ data }: Interaction): string[] =>
  Object.values(data.resolved?.messages ?? {}).flatMap(({ content, components, embeds, message_snapshots }) => [
    content,
    ...shownTexts([components, embeds, message_snapshots]),
  ])
