import type { ChatAdapter } from '../../core/chat.ts'
import type { PaperSearch } from '../../search/paper-search.ts'
import type { Http } from '../../sources/http/http.ts'
import type { Metrics } from './metrics.ts'

type CallCounter = Pick<Metrics, 'countCall'>

/** The same platform, with every call of it counted by how it ended. */
export function withCallMetrics(adapter: ChatAdapter, counter: CallCounter): ChatAdapter {
  const counted = <T>(call: string, answered: Promise<T>) => countedCall(counter, adapter.platform, call, answered)
  return {
    ...adapter,
    send: (delivery) => counted('send', adapter.send(delivery)),
    find: (delivery) => counted('find', adapter.find(delivery)),
    edit: (ref, message) => counted('edit', adapter.edit(ref, message)),
    seed: (ref, emoji) => counted('seed', adapter.seed(ref, emoji)),
    voters: (ref) => counted('voters', adapter.voters(ref)),
    access: (channel, person) => counted('access', adapter.access(channel, person)),
  }
}

/** The same access to the network, with every answer counted by the source that asked. */
export const withRequestMetrics = (http: Http, counter: CallCounter): Http => ({
  get: (url, request) => countedCall(counter, request.from, 'get', http.get(url, request)),
})

export const withSearchMetrics = (search: PaperSearch, { timeSearch }: Pick<Metrics, 'timeSearch'>): PaperSearch => ({
  ...search,
  async search(query, options) {
    const began = performance.now()
    try {
      return await search.search(query, options)
    } finally {
      timeSearch((performance.now() - began) / 1000)
    }
  },
})

async function countedCall<T>({ countCall }: CallCounter, called: string, call: string, answered: Promise<T>) {
  try {
    const answer = await answered
    countCall(called, call, outcomeOf(answer))
    return answer
  } catch (error) {
    countCall(called, call, 'failed')
    throw error
  }
}

const outcomeOf = (answer: unknown): string =>
  typeof answer === 'object' && answer && 'kind' in answer ? String(answer.kind) : 'answered'
