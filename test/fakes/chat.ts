import {
  type ChannelId,
  type ChatAdapter,
  idOf,
  type Outgoing,
  type Platform,
  type PostRef,
  type SendOutcome,
} from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'

export type FakeChat = ChatAdapter & {
  /** What people see, in order. */
  posts: Outgoing[]
  edits: { ref: PostRef; message: Message }[]
  /** The reactions it added, by post. */
  seeds: Map<string, string[]>
  /** Outcomes for the next sends; when there is none, a send succeeds. */
  next: SendOutcome[]
}

/** A platform in memory: it remembers its posts and can look for them. */
export function fakeChat(platform: Platform): FakeChat {
  const posts: Outgoing[] = []
  const edits: FakeChat['edits'] = []
  const seeds: FakeChat['seeds'] = new Map()
  const next: SendOutcome[] = []
  const refOf = (delivery: Outgoing, index: number) => ({
    channel: idOf(delivery.to) as ChannelId,
    id: String(index + 1),
  })
  return {
    platform,
    posts,
    edits,
    seeds,
    next,
    async start() {},
    async send(delivery) {
      const outcome = next.shift()
      if (outcome) return outcome
      posts.push(delivery)
      return { kind: 'sent', ref: refOf(delivery, posts.length - 1) }
    },
    async find(delivery) {
      const index = posts.findIndex(({ id }) => id === delivery.id)
      return index < 0 ? { kind: 'absent' } : { kind: 'found', ref: refOf(delivery, index) }
    },
    async edit(ref, message) {
      const outcome = next.shift()
      if (outcome) return outcome
      edits.push({ ref, message })
      return { kind: 'sent', ref }
    },
    async seed(ref, emoji) {
      seeds.set(ref.id, [...(seeds.get(ref.id) ?? []), emoji])
      return { kind: 'sent', ref }
    },
    async voters() {
      return []
    },
    async access() {
      return { isAdmin: true, isFull: true, roles: [], zone: null }
    },
    features: [],
    async stop() {},
  }
}
