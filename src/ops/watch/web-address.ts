import { codesOf, describeError } from '../../core/error-words.ts'
import type { State } from '../../state/state.ts'

const EVERY_MS = 5 * 60_000
const PATIENCE_MS = 10_000

/** `answered`: something did. `isAway`: nothing does, or a proxy before a bot that does not run. */
type Answered = { problem: string | null; answered: boolean; isAway: boolean }

/** Whether a Paperboy answers at the address that links have; the problem is the rest of a sentence. */
export async function askWebAddress(address: string, signal: AbortSignal): Promise<Answered> {
  try {
    const response = await fetch(`${address}/healthz`, { redirect: 'manual', signal })
    if (response.status === 200 && (await response.text()) === 'alive\n')
      return { problem: null, answered: true, isAway: false }
    const problem = `it answered ${response.status} for /healthz, and not as Paperboy does`
    return { problem, answered: true, isAway: [502, 503, 504].includes(response.status) }
  } catch (error) {
    const isAway = codesOf(error).includes('ECONNREFUSED')
    return { problem: `it cannot be reached from here: ${describeError(error)}`, answered: false, isAway }
  }
}

/** Keeps the answer in the state. No answer says nothing: many networks do not lead back to their public address. */
export function createAddressCheck({ state, webAddress }: { state: State; webAddress: string | null }) {
  let askedAt = Number.NEGATIVE_INFINITY
  return async (now: number): Promise<void> => {
    if (webAddress === null || now - askedAt < EVERY_MS) return
    askedAt = now
    const { problem, answered } = await askWebAddress(webAddress, AbortSignal.timeout(PATIENCE_MS))
    state.record({ kind: 'web', name: webAddress }, answered ? problem : null)
  }
}
