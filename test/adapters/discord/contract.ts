import { ComponentType, MessageFlags, PermissionFlagsBits } from 'discord.js'
import { personId } from '../../../adapters/discord/ids.ts'
import { discord } from '../../../adapters/discord/setup.ts'
import type { PersonId } from '../../../src/core/chat.ts'
import type { Adapted } from '../../contracts/adapter.ts'
import type { Seen } from '../../fakes/discord/interactions.ts'
import { readMarkdown } from '../../fakes/discord/markdown.ts'
import { BOT, type FakeMessage, textsOf } from '../../fakes/discord/state.ts'
import { ask, GUILD, openDiscord, PAPERS, READER } from './adapted.ts'

const ADMIN = '300000000000000002'
const OUTSIDER = '300000000000000003'
const DIRECT = `8${READER}`

/** For the contract that all adapters keep. */
export async function openAdapted(): Promise<Adapted> {
  const { adapter, fake, shown, close } = await openDiscord()
  const { state, gateway, faults, interactions } = fake
  state.members.set(`${GUILD}/${ADMIN}`, { roles: [`${GUILD}8`] })
  const messageOf = ({ id }: { id: string }): FakeMessage => {
    const message = state.find(id)
    if (!message) throw new Error(`There is no message ${id}.`)
    return message
  }
  let seen: Seen | null = null
  const see = async (work: Promise<Seen>): Promise<string> => {
    seen = await work
    return wordsOf(seen)
  }
  const where = {
    guild_id: GUILD,
    channel_id: PAPERS,
    channel: { id: PAPERS, type: 0 },
    member: { user: { id: READER }, permissions: '0', roles: [] },
  }
  const press = (message: { id: string; components: unknown; flags?: number }, custom_id: string) =>
    interactions.happen({ type: 3, ...where, message, data: { custom_id, component_type: 2 } })
  /** The last answer, as the message that its asker alone sees. */
  const answered = () => ({ id: '78', flags: MessageFlags.Ephemeral, components: componentsOf(seen?.payloads.at(-1)) })
  return {
    adapter,
    channel: `discord:${GUILD}/${PAPERS}`,
    shown,
    rung: () => fake.requests.flatMap(rungBy),
    handles: {
      channels: { unknown: `discord:${GUILD}/299999999999999999` },
      commands: {
        ask: (text) => see(ask(fake, text, PermissionFlagsBits.ManageGuild)),
        isPublic: () => seen?.private === false,
      },
      // A thread on Discord is a channel with the id of the message that it hangs below.
      threads: { replies: ({ id }) => shown(id) },
      reactions: {
        own: (post) => messageOf(post).reactions.get('👍')?.normal.size ?? 0,
        async react(post, emoji, change, who) {
          const user = who === 'bot' ? BOT : READER
          const { reactions } = messageOf(post)
          const all = reactions.get(emoji) ?? { normal: new Set(), burst: new Set() }
          if (change === 'added') all.normal.add(user)
          else all.normal.delete(user)
          reactions.set(emoji, all)
          gateway.dispatch(change === 'added' ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', {
            user_id: user,
            channel_id: PAPERS,
            message_id: post.id,
            guild_id: GUILD,
            message_author_id: BOT,
            emoji: { id: null, name: emoji },
            burst: false,
            type: 0,
          })
        },
      },
      buttons: {
        async press(post, label) {
          const { id, components } = messageOf(post)
          return see(press({ id, components }, buttonIn(components, label).custom_id))
        },
        async pressInAnswer(label) {
          const message = answered()
          return see(press(message, buttonIn(message.components, label).custom_id))
        },
      },
      forms: {
        async submit(values) {
          const message = answered()
          const [offered] = buttonsOf(message.components)
          const { modal } = seen?.modal || !offered ? { modal: seen?.modal } : await press(message, offered.custom_id)
          if (!modal) throw new Error('There is no dialog.')
          return see(interactions.happen({ type: 5, ...where, data: fillIn(modal as Modal, values) }))
        },
      },
      rights: { admin: `discord:${ADMIN}`, member: `discord:${READER}`, guest: null, outsider: `discord:${OUTSIDER}` },
      network: {
        failNext(how) {
          const body = { message: 'You are being rate limited.', retry_after: 3, global: false }
          const headers = { 'retry-after': '3', 'x-ratelimit-scope': 'user' }
          const answer = how === 'busy' ? { status: 429, headers, body } : { status: 500, body: {} }
          faults.push({ on: /^POST .*\/messages$/, times: 1, answer })
        },
        goDown: () => void faults.push({ on: /^/, answer: { status: 503, body: {} } }),
        refuseToken() {
          faults.push({ on: /^/, answer: { status: 401, body: { message: '401: Unauthorized', code: 0 } } })
          return () => fake.requests.filter(({ status }) => status === 401).length
        },
      },
      connection: {
        async cut() {
          gateway.drop()
          gateway.forget()
        },
        isOpen: () => gateway.listening().length > 0,
      },
      direct: { person: `discord:${READER}`, received: () => shown(DIRECT), isDirect: discord.traits.isDirect },
      files: { shared: () => (state.channels.get(DIRECT)?.messages ?? []).flatMap(({ files }) => files) },
    },
    close,
  }
}

/** Whom Discord notifies of a new message: of those whom its text names, the ones that the request allows. */
function rungBy({ method, path, body }: { method: string; path: string; body: unknown }): PersonId[] {
  if (method !== 'POST' || !path.endsWith('/messages')) return []
  const { allowed_mentions, components } = body as { allowed_mentions: { users?: string[] }; components: unknown }
  const text = textsOf(components).join('\n')
  return (allowed_mentions.users ?? []).flatMap((user) => (text.includes(`<@${user}>`) ? [personId(user)] : []))
}

const wordsOf = ({ texts }: { texts: string[] }): string => texts.map((text) => readMarkdown(text).text).join('\n')

const componentsOf = (payload: unknown): unknown => (payload as { components?: unknown } | undefined)?.components

function buttonIn(components: unknown, label: string): Component {
  const found = buttonsOf(components).find((button) => button.label === label)
  if (!found) throw new Error(`There is no button “${label}”.`)
  return found
}

type Field = {
  type: number
  custom_id: string
  value?: string
  options?: { value: string; default?: boolean }[]
  default_values?: { id: string }[]
}
type Modal = { custom_id: string; components: { component: Field }[] }

/** What Discord sends of a modal in which these fields were changed; whoever was chosen is a person. */
function fillIn({ custom_id, components }: Modal, changes: Record<string, string>) {
  const users = components.flatMap(({ component }) => component.default_values ?? [])
  return {
    custom_id,
    components: components.map(({ component: { type, custom_id, value = '', options = [], default_values = [] } }) => {
      const chosen = options.filter((option) => option.default).map((option) => option.value)
      const changed = changes[custom_id]
      const values = changed === undefined ? [...chosen, ...default_values.map(({ id }) => id)] : [changed]
      const given = type === ComponentType.TextInput ? { value: changed ?? value } : { values }
      return { type: ComponentType.Label, component: { type, custom_id, ...given } }
    }),
    resolved: { users: Object.fromEntries(users.map(({ id }) => [id, { id }])) },
  }
}

type Component = { type: number; label?: string; custom_id: string; components?: unknown; accessory?: Component }

const buttonsOf = (components: unknown): Component[] =>
  componentsIn(components).filter(({ type }) => type === ComponentType.Button)

const componentsIn = (components: unknown): Component[] =>
  Array.isArray(components)
    ? components.flatMap((one: Component) => [
        one,
        ...(one.accessory ? [one.accessory] : []),
        ...componentsIn(one.components),
      ])
    : []
