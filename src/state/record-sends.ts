import type { ChatAdapter, SendOutcome } from '../core/chat.ts'
import type { State } from './state.ts'

/** The same platform, whose last answer to a message is kept in the state. */
export function recordSends(adapter: ChatAdapter, state: State): ChatAdapter {
  return {
    ...adapter,
    async send(delivery) {
      const outcome = await adapter.send(delivery)
      const problem = problemOf(outcome)
      if (problem !== undefined) state.record({ kind: 'platform', name: adapter.platform, step: 'send' }, problem)
      return outcome
    },
  }
}

/** Undefined where the answer is about one place alone. */
function problemOf(outcome: SendOutcome): string | null | undefined {
  if (outcome.kind === 'sent') return null
  if (outcome.kind === 'uncertain') return outcome.reason
  const waits = outcome.kind === 'wait' && outcome.scope === 'platform'
  return waits ? `it takes nothing for ${Math.ceil(outcome.seconds)} s, or cannot be reached` : undefined
}
