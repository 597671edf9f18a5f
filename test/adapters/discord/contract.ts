import { PermissionFlagsBits } from 'discord.js'
import type { Adapted } from '../../contracts/adapter.ts'
import { readMarkdown } from '../../fakes/discord/markdown.ts'
import { BOT, type FakeMessage } from '../../fakes/discord/state.ts'
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
  return {
    adapter,
    channel: `discord:${GUILD}/${PAPERS}`,
    shown,
    handles: {
      channels: { unknown: `discord:${GUILD}/299999999999999999` },
      commands: { ask: async (text) => wordsOf(await ask(fake, text, PermissionFlagsBits.ManageGuild)) },
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
        press: async (post, label) =>
          wordsOf(
            await interactions.happen({
              type: 3,
              guild_id: GUILD,
              channel_id: PAPERS,
              channel: { id: PAPERS, type: 0 },
              member: { user: { id: READER }, permissions: '0', roles: [] },
              message: { id: post.id, components: messageOf(post).components },
              data: { custom_id: customIdOf(messageOf(post).components, label), component_type: 2 },
            }),
          ),
      },
      rights: { admin: `discord:${ADMIN}`, member: `discord:${READER}`, guest: null, outsider: `discord:${OUTSIDER}` },
      network: {
        failNext(how) {
          const body = { message: 'You are being rate limited.', retry_after: 3, global: false }
          const headers = { 'retry-after': '3', 'x-ratelimit-scope': 'user' }
          const answer = how === 'busy' ? { status: 429, headers, body } : { status: 500, body: {} }
          faults.push({ on: /^POST .*\/messages$/, times: 1, answer })
        },
      },
      connection: {
        async cut() {
          gateway.drop()
          gateway.forget()
        },
        isOpen: () => gateway.listening().length > 0,
      },
      direct: { person: `discord:${READER}`, received: () => shown(DIRECT) },
      files: { shared: () => (state.channels.get(DIRECT)?.messages ?? []).flatMap(({ files }) => files) },
    },
    close,
  }
}

const wordsOf = ({ texts }: { texts: string[] }): string => texts.map((text) => readMarkdown(text).text).join('\n')

function customIdOf(components: unknown, label: string): string {
  const found = buttonsOf(components).find((button) => button.label === label)
  if (!found) throw new Error(`There is no button “${label}”.`)
  return found.custom_id
}

type Component = { label?: string; custom_id: string; components?: unknown; accessory?: Component }

const buttonsOf = (components: unknown): Component[] =>
  Array.isArray(components)
    ? components.flatMap((one: Component) => [
        one,
        ...(one.accessory ? [one.accessory] : []),
        ...buttonsOf(one.components),
      ])
    : []
