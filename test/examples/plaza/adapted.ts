import { createServer } from 'node:http'
import type { PostRef } from '../../../src/core/chat.ts'
import type { Adapted } from '../../contracts/adapter.ts'
import { log } from '../../fakes/day.ts'
import { listen } from '../../fakes/listen.ts'
import { type FakePost, SECRET, startFakePlaza, TOKEN } from './fake.ts'
import { personId } from './ids.ts'
import { createPlazaAdapter } from './index.ts'
import { plaza } from './setup.ts'

const NAMES: Record<string, string> = { '👍': '+1', '🔖': 'bookmark', '🙋': 'raising_hand' }

/** The adapter with a fake Plaza behind it. */
export async function openPlaza(): Promise<Adapted> {
  const fake = await startFakePlaza()
  const adapter = createPlazaAdapter({ url: fake.url, token: TOKEN, secret: SECRET, log, onTokenRefused: () => {} })
  const server = await listen(
    createServer((request, response) => void adapter.routes['/plaza/requests']?.(request, response)),
  )
  const postOf = ({ id }: PostRef): FakePost => {
    const post = fake.postOf(id)
    if (!post) throw new Error(`There is no post ${id}.`)
    return post
  }
  const request = (body: object): Promise<Response> =>
    fetch(`${server.url}/plaza/requests`, {
      method: 'POST',
      body: JSON.stringify({ secret: SECRET, channel: 'papers', user: 'ada', ...body }),
    })
  let seen: { text: string; buttons: FakePost['buttons']; to: string } = { text: '', buttons: [], to: 'asker' }
  const answerTo = async (body: object): Promise<string> => {
    seen = (await (await request(body)).json()) as typeof seen
    return readText(seen)
  }
  const press = (post: string | null, buttons: FakePost['buttons'], label: string): Promise<string> => {
    const button = buttons.find((one) => one.label === label)
    if (!button) throw new Error(`There is no button “${label}”.`)
    return answerTo({ kind: 'button', post, action: button.action, value: button.value })
  }
  const textsIn = (channel: string) => fake.posts.filter((post) => post.channel === channel).map(readText)
  return {
    adapter,
    channel: 'plaza:main/papers',
    shown: () => textsIn('papers'),
    rung: () => fake.posts.flatMap(rungBy),
    handles: {
      channels: { unknown: 'plaza:main/nowhere' },
      commands: { ask: (text) => answerTo({ kind: 'command', text }), isPublic: () => seen.to === 'channel' },
      threads: { replies: ({ id }) => fake.posts.filter(({ thread }) => thread === id).map(readText) },
      reactions: {
        own: (post) => postOf(post).reactions.filter(({ user, name }) => user === 'bot' && name === '+1').length,
        react: async (post, emoji, change, who) =>
          fake.react(postOf(post), who === 'bot' ? 'bot' : 'bob', NAMES[emoji] ?? '', change),
      },
      buttons: {
        press: async (post, label) => press(post.id, postOf(post).buttons, label),
        pressInAnswer: async (label) => press(null, seen.buttons, label),
      },
      rights: {
        admin: 'plaza:main/ada',
        member: 'plaza:main/bob',
        guest: 'plaza:main/cleo',
        outsider: 'plaza:main/dan',
      },
      network: { failNext: fake.failNext, goDown: fake.goDown, refuseToken: fake.refuseToken },
      connection: { cut: async () => fake.cut(), isOpen: fake.isHeard },
      requests: {
        async forge(kind) {
          const sent = { kind, text: 'agents', action: 'save', value: '', post: null }
          return (await request({ ...sent, secret: 'guessed' })).status
        },
      },
      direct: { person: 'plaza:main/bob', received: () => textsIn('dm-bob'), isDirect: plaza.traits.isDirect },
    },
    async close() {
      await server.close()
      await fake.close()
    },
  }
}

/** Whom Plaza notifies: each name behind an @ that no backslash takes its meaning from. */
const rungBy = ({ text }: FakePost) => [...text.matchAll(/(?<!\\)@(\w+)/g)].map(([, user = '']) => personId(user))

/** As people read it. */
const readText = ({ text }: { text: string }): string => text.replaceAll(/\\(.)/g, '$1')
