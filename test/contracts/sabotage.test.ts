import { describe, expect, it } from 'vitest'
import type { ChatAdapter } from '../../src/core/chat.ts'
import { openPlaza } from '../examples/plaza/adapted.ts'
import type { Handles } from './adapter/adapted.ts'
import { type Check, runCheck, whyNot } from './adapter/check.ts'
import { type Adapted, adapterChecks } from './adapter.ts'

/** A mistake that somebody may make in an adapter. */
type Sabotage = (adapted: Adapted) => Adapted

const inAdapter =
  (spoil: (adapter: ChatAdapter) => Partial<ChatAdapter>): Sabotage =>
  (adapted) => ({ ...adapted, adapter: { ...adapted.adapter, ...spoil(adapted.adapter) } })

/** In what a person on the platform, or the platform itself, can bring about. */
const withHandles =
  (
    spoil: (handles: Partial<Handles>, adapted: Adapted) => { [F in keyof Handles]?: Handles[F] | undefined },
  ): Sabotage =>
  (adapted) => ({ ...adapted, handles: { ...adapted.handles, ...spoil(adapted.handles, adapted) } as Partial<Handles> })

const sabotages: Record<string, Sabotage> = {
  'emoji untranslated': inAdapter(({ start }) => ({
    start: (handlers) =>
      start({ ...handlers, onReaction: (reaction) => handlers.onReaction({ ...reaction, emoji: ':+1:' }) }),
  })),
  'own reactions counted': inAdapter((adapter) => ({
    async voters(ref) {
      const votes = await adapter.voters(ref)
      return votes === 'unsupported' ? votes : [...votes, { person: 'plaza:main/bot', emoji: '👍' }]
    },
  })),
  // As if the event were not known to be of the bot.
  'own reactions told': withHandles(({ reactions }) => ({
    reactions: reactions && {
      own: reactions.own,
      react: (post, emoji, change) => reactions.react(post, emoji, change, 'member'),
    },
  })),
  'thread ignored': inAdapter(({ send }) => ({ send: (delivery) => send({ ...delivery, thread: null }) })),
  'edit does nothing': inAdapter(() => ({ edit: async (ref) => ({ kind: 'sent', ref }) })),
  'no seed': inAdapter(() => ({ seed: async (ref) => ({ kind: 'sent', ref }) })),
  'no voters': inAdapter(() => ({ voters: async () => 'unsupported' })),
  'a 500 called refused': inAdapter(({ send }) => ({
    async send(delivery) {
      const outcome = await send(delivery)
      if (outcome.kind !== 'uncertain') return outcome
      return { kind: 'refused', reason: outcome.reason, permanent: false }
    },
  })),
  // As if the secret made no difference.
  'token unchecked': withHandles(({ commands }) => ({
    requests: { forge: () => (commands?.ask('agents') ?? Promise.resolve()).then(() => 200) },
  })),
  'no buttons': inAdapter(({ send }) => ({
    send: (delivery) => {
      const { message } = delivery
      const cards = message.cards.map((card) => ({ ...card, buttons: [] }))
      return send({ ...delivery, message: { ...message, cards, buttons: [] } })
    },
  })),
  // An adapter that has stopped stays away.
  'no reconnect': withHandles(({ connection }, { adapter }) => ({
    connection: connection && { ...connection, cut: () => adapter.stop() },
  })),
  'everybody an admin': inAdapter(() => ({ access: async () => ({ isAdmin: true, isFull: true, roles: [] }) })),
  'guests as members': inAdapter(({ access }) => ({
    async access(channel, person) {
      const member = await access(channel, person)
      return member && { ...member, isFull: true }
    },
  })),
  'a stranger as a guest': inAdapter(({ access }) => ({
    access: async (channel, person) => (await access(channel, person)) ?? { isAdmin: false, isFull: false, roles: [] },
  })),
}

/** The names of the checks that fail. */
async function failing(sabotage: Sabotage): Promise<string[]> {
  const outcomes = await Promise.all(adapterChecks.map((check) => fails(check, sabotage)))
  return outcomes.flat()
}

async function fails(check: Check, sabotage: Sabotage): Promise<string[]> {
  const adapted = sabotage(await openPlaza())
  if (whyNot(check, adapted.adapter) !== null) {
    await adapted.close()
    return []
  }
  return runCheck(check, adapted).then(
    () => [],
    () => [check.name],
  )
}

describe('the adapter contract', () => {
  it('passes an adapter that does everything', async () => {
    expect(await failing((adapted) => adapted)).toEqual([])
  })

  it.each(Object.entries(sabotages))('fails an adapter with %s', async (_, sabotage) => {
    expect(await failing(sabotage)).not.toEqual([])
  })
})
