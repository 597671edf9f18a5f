import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { formText } from '../../adapters/shared/cards.ts'
import type { ChannelId, ChatAdapter, ChatHandlers, DeliveryId, PostRef } from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'

const ROOM: ChannelId = 'room:local'

/**
 * A room that people enter with `nc <host> <port>`: a post is a few lines, and a line that begins with /papers is a
 * command.
 */
export function createRoomAdapter(port: number): ChatAdapter {
  const people = new Set<Socket>()
  const posts = new Map<DeliveryId, PostRef>()
  const server = createServer()

  function enter(person: Socket, { onCommand }: ChatHandlers): void {
    people.add(person)
    person.write('Papers are brought here; /papers help says more.\n')
    person.on('close', () => people.delete(person)).on('error', () => {})
    createInterface({ input: person }).on('line', async (line) => {
      const text = /^\/papers\b(.*)/.exec(line)?.[1]?.trim()
      if (text === undefined) return
      try {
        const reply = await onCommand({ channel: ROOM, person: 'room:you', text })
        person.write(renderText('form' in reply ? formText(reply.form) : reply.message))
      } catch (error) {
        // Whoever asked is answered, in the words of core.
        person.write(`${error instanceof Error ? error.message : 'That did not work.'}\n`)
      }
    })
  }

  return {
    platform: 'room',
    async start(handlers) {
      server.on('connection', (person) => enter(person, handlers))
      await once(server.listen(port, '127.0.0.1'), 'listening')
    },
    async send({ id, to, message }) {
      if (!('channel' in to) || to.channel !== ROOM)
        return { kind: 'refused', reason: 'there is no such room', permanent: true }
      for (const person of people) person.write(renderText(message))
      const ref = { channel: ROOM, id: String(posts.size + 1) }
      posts.set(id, ref)
      return { kind: 'sent', ref }
    },
    // A room remembers nothing: after a restart nobody can tell, and the delivery is held and reported.
    async find({ id }) {
      const ref = posts.get(id)
      return ref ? { kind: 'found', ref } : { kind: 'cannot-tell', reason: 'a room keeps no record' }
    },
    edit: async () => ({ kind: 'refused', reason: 'what is said in a room is said', permanent: true }),
    seed: async () => ({ kind: 'refused', reason: 'nobody reacts to what is said in a room', permanent: true }),
    voters: async () => 'unsupported',
    access: async () => ({ isAdmin: false, isFull: true, roles: [], zone: null }),
    features: ['channels', 'commands'],
    async stop() {
      for (const person of people) person.destroy()
      server.close()
    },
  }
}

/** Pure: message in, text out. Core has shortened it; what would move a cursor is left out here. */
function renderText({ heading, cards, note }: Message): string {
  const lines = cards.flatMap(({ title, byline, lines, url }) => [
    title.map(({ text }) => text).join(''),
    ...[byline, ...lines, url].flatMap((line) => (line === null ? [] : [`  ${line}`])),
  ])
  return [heading, ...lines, note]
    .flatMap((line) => (line === null ? [] : [line.replace(/[^\P{C}\n]/gu, ''), '\n']))
    .join('')
}
