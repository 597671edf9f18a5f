import { type ChannelId, type ChatAdapter, idOf, type PersonId, type SendOutcome, teamOf } from '../chat.ts'

export const REVOKED = 'the platform does not accept Paperboy’s token any more: install it again'

/** Nobody is asked in between: only a new token changes something. */
const ASK_AGAIN_S = 60

/** The platform refuses a token. The adapter throws the same object for the same token without asking again. */
export class TokenRefused extends Error {
  readonly of: 'team' | 'platform'
  constructor(of: TokenRefused['of'], cause: unknown) {
    super(REVOKED, { cause })
    this.of = of
  }
}

/** The same platform; calls end in its port’s words when a token is refused, which `onRefused` hears once of each. */
export function withTokenGate<A extends ChatAdapter>(
  adapter: A,
  onRefused: (team: string, refused: TokenRefused) => Promise<void>,
): A {
  const told = new WeakMap<TokenRefused, Promise<void>>()

  async function guarded<T>(
    id: ChannelId | PersonId,
    asked: Promise<T>,
    end: (refused: TokenRefused) => T,
  ): Promise<T> {
    try {
      return await asked
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error
      const telling = told.get(error) ?? onRefused(teamOf(id), error)
      told.set(error, telling)
      await telling
      return end(error)
    }
  }
  return {
    ...adapter,
    send: (delivery) =>
      guarded(idOf(delivery.to), adapter.send(delivery), (refused) => (refused.of === 'team' ? HELD : later(refused))),
    find: (delivery) =>
      guarded(idOf(delivery.to), adapter.find(delivery), (refused) =>
        refused.of === 'team' ? CANNOT_TELL : rethrow(refused),
      ),
    edit: (ref, message) => guarded(ref.channel, adapter.edit(ref, message), later),
    seed: (ref, emoji) => guarded(ref.channel, adapter.seed(ref, emoji), later),
    voters: (ref) => guarded(ref.channel, adapter.voters(ref), rethrow),
    access: (channel, person) => guarded(channel, adapter.access(channel, person), rethrow),
  }
}

/** The team’s channels are stopped meanwhile, and what is held goes out when it is installed again. */
const HELD: SendOutcome = { kind: 'refused', reason: REVOKED, permanent: true }
const CANNOT_TELL = { kind: 'cannot-tell', reason: REVOKED } as const

const later = ({ of }: TokenRefused): SendOutcome => ({ kind: 'wait', seconds: ASK_AGAIN_S, scope: of })

function rethrow(refused: TokenRefused): never {
  throw refused
}
