import type { ChatAdapter } from '../../core/chat.ts'
import type { Metrics } from './metrics.ts'

/** The same platform, with every call of it counted by how it ended. */
export function withCallMetrics(adapter: ChatAdapter, { countCall }: Pick<Metrics, 'countCall'>): ChatAdapter {
  async function counted<T>(call: string, answered: Promise<T>, outcomeOf: (answer: T) => string): Promise<T> {
    try {
      const answer = await answered
      countCall(adapter.platform, call, outcomeOf(answer))
      return answer
    } catch (error) {
      countCall(adapter.platform, call, 'failed')
      throw error
    }
  }
  return {
    ...adapter,
    send: (delivery) => counted('send', adapter.send(delivery), kindOf),
    find: (delivery) => counted('find', adapter.find(delivery), kindOf),
    edit: (ref, message) => counted('edit', adapter.edit(ref, message), kindOf),
    seed: (ref, emoji) => counted('seed', adapter.seed(ref, emoji), kindOf),
    voters: (ref) => counted('voters', adapter.voters(ref), () => 'answered'),
    access: (channel, person) => counted('access', adapter.access(channel, person), () => 'answered'),
  }
}

const kindOf = ({ kind }: { kind: string }): string => kind
