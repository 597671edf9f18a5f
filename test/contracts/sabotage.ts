import { expect, it } from 'vitest'
import { type ChatAdapter, type ChatHandlers, OutageError, type PersonId } from '../../src/core/chat.ts'
import type { Feature } from '../../src/core/feature.ts'
import { type Card, notice } from '../../src/core/message.ts'
import { TokenRefused } from '../../src/core/network/token-gate.ts'
import type { Adapted, Handles } from './adapter/adapted.ts'
import { type Check, PATIENCE_MS, runCheck, whyNot } from './adapter/check.ts'
import { adapterChecks } from './adapter.ts'

/** A mistake that somebody may make in an adapter; it needs some features, and what some handles can bring about. */
type Sabotage = {
  needs: Feature[]
  applies(handles: Partial<Handles>): boolean
  spoil(adapted: Adapted, bot: PersonId): Adapted
}

const inAdapter = (
  needs: Feature[],
  spoil: (adapter: ChatAdapter, bot: PersonId) => Partial<ChatAdapter>,
  applies: Sabotage['applies'] = () => true,
): Sabotage => ({
  needs,
  applies,
  spoil: (adapted, bot) => ({ ...adapted, adapter: { ...adapted.adapter, ...spoil(adapted.adapter, bot) } }),
})

/** In what core is told. */
const inHandlers = (needs: Feature[], spoil: (handlers: ChatHandlers) => Partial<ChatHandlers>): Sabotage =>
  inAdapter(needs, ({ start }) => ({ start: (handlers) => start({ ...handlers, ...spoil(handlers) }) }))

/** In what a person on the platform, or the platform itself, can bring about. */
const inHandles = <F extends keyof Handles>(
  needs: F,
  spoil: (handle: Handles[F], adapted: Adapted) => Handles[F],
): Sabotage => ({
  needs: [needs],
  applies: () => true,
  spoil(adapted) {
    const handle = adapted.handles[needs]
    return handle ? { ...adapted, handles: { ...adapted.handles, [needs]: spoil(handle, adapted) } } : adapted
  },
})

const canGoDown: Sabotage['applies'] = ({ network }) => network?.goDown != null

const sabotages: Record<string, Sabotage> = {
  'emoji untranslated': inHandlers(['reactions'], ({ onReaction }) => ({
    onReaction: (reaction) => onReaction({ ...reaction, emoji: ':+1:' }),
  })),
  'own reactions counted': inAdapter(['reactions'], ({ voters }, bot) => ({
    async voters(ref) {
      const votes = await voters(ref)
      return votes === 'unsupported' ? votes : [...votes, { person: bot, emoji: '👍' }]
    },
  })),
  // As if the event were not known to be of the bot.
  'own reactions told': inHandles('reactions', ({ own, react }) => ({
    own,
    react: (post, emoji, change) => react(post, emoji, change, 'member'),
  })),
  'thread ignored': inAdapter(['threads'], ({ send }) => ({ send: (delivery) => send({ ...delivery, thread: null }) })),
  'edit does nothing': inAdapter(['edits'], () => ({ edit: async (ref) => ({ kind: 'sent', ref }) })),
  'no seed': inAdapter(['reactions'], () => ({ seed: async (ref) => ({ kind: 'sent', ref }) })),
  'no voters': inAdapter(['reactions'], () => ({ voters: async () => 'unsupported' })),
  'a 500 called refused': inAdapter(['network'], ({ send }) => ({
    async send(delivery) {
      const outcome = await send(delivery)
      if (outcome.kind !== 'uncertain') return outcome
      return { kind: 'refused', reason: outcome.reason, permanent: false }
    },
  })),
  'an outage called no access': inAdapter(
    ['rights'],
    ({ access }) => ({ access: (channel, person) => access(channel, person).catch(() => null) }),
    canGoDown,
  ),
  'an outage called no votes': inAdapter(
    ['reactions'],
    ({ voters }) => ({ voters: (ref) => voters(ref).catch(() => []) }),
    canGoDown,
  ),
  'a refused token called an outage': inAdapter(
    ['rights'],
    ({ access }) => ({
      access: (channel, person) =>
        access(channel, person).catch((error) => {
          throw error instanceof TokenRefused ? new OutageError('It does not answer.') : error
        }),
    }),
    ({ network }) => network?.refuseToken != null,
  ),
  // As if the secret made no difference.
  'token unchecked': inHandles('requests', (_, { handles }) => ({
    forge: () => (handles.commands?.ask('agents') ?? Promise.resolve()).then(() => 200),
  })),
  'buttons unchecked': inHandles('requests', ({ forge }) => ({
    forge: async (what) => (what === 'button' ? 200 : forge(what)),
  })),
  'no buttons': inAdapter(['buttons'], ({ send }) => ({
    send: (delivery) => {
      const { message } = delivery
      const cards = message.cards.map((card) => ({ ...card, buttons: [] }))
      return send({ ...delivery, message: { ...message, cards, buttons: [] } })
    },
  })),
  'no more after the first page': inAdapter(['buttons'], ({ send }) => ({
    send: (delivery) => send({ ...delivery, message: { ...delivery.message, page: null } }),
  })),
  'markup escaped twice': inAdapter(['commands'], ({ send }) => ({
    send: ({ message, ...delivery }) =>
      send({ ...delivery, message: { ...message, cards: message.cards.map(escapedTwice) } }),
  })),
  'everybody rung who is named': inAdapter(
    ['rights'],
    ({ send }) => ({
      send: ({ message, ...delivery }) =>
        send({ ...delivery, message: { ...message, cards: message.cards.map(loud) } }),
    }),
    ({ rights }) => rights?.member != null,
  ),
  'nobody rung': inAdapter(
    ['rights'],
    ({ send }) => ({
      send: ({ message, ...delivery }) =>
        send({
          ...delivery,
          message: { ...message, cards: message.cards.map((card) => ({ ...card, mention: null })) },
        }),
    }),
    ({ rights }) => rights?.member != null,
  ),
  'one button for those that do the same': inHandles('buttons', ({ press, pressInAnswer }) => ({
    press: (post, label) => press(post, label === 'Of another' ? 'Abstract' : label),
    pressInAnswer,
  })),
  'a person taken for a channel': inHandles('direct', (direct) => ({ ...direct, isDirect: () => false })),
  'answers called posts': inHandlers(['buttons'], ({ onAction }) => ({
    onAction: (action) => onAction({ ...action, post: action.post ?? { channel: action.channel, id: '0' } }),
  })),
  'what is for all shown to one': inHandlers(['buttons'], ({ onCommand }) => ({
    async onCommand(command) {
      const reply = await onCommand(command)
      return 'form' in reply ? reply : { ...reply, to: 'asker' }
    },
  })),
  'forms left out': inHandlers(['commands'], ({ onCommand }) => ({
    async onCommand(command) {
      const reply = await onCommand(command)
      return 'form' in reply ? { message: notice('There is a form.'), to: 'asker' } : reply
    },
  })),
  'people of a form without their team': inHandlers(['forms'], ({ onForm }) => ({
    onForm: ({ values, ...submission }) =>
      onForm({ ...submission, values: { ...values, managers: values.managers?.replace(/^.*[:/]/, '') ?? '' } }),
  })),
  // An adapter that has stopped stays away.
  'no reconnect': inHandles('connection', ({ isOpen }, { adapter }) => ({ isOpen, cut: () => adapter.stop() })),
  'everybody an admin': inAdapter(['rights'], () => ({
    access: async () => ({ isAdmin: true, isFull: true, roles: [], zone: null }),
  })),
  'guests as members': inAdapter(
    ['rights'],
    ({ access }) => ({
      async access(channel, person) {
        const member = await access(channel, person)
        return member && { ...member, isFull: true }
      },
    }),
    ({ rights }) => rights?.guest != null,
  ),
  'a stranger as a guest': inAdapter(['rights'], ({ access }) => ({
    access: async (channel, person) =>
      (await access(channel, person)) ?? { isAdmin: false, isFull: false, roles: [], zone: null },
  })),
}

const escapedTwice = (card: Card): Card => ({ ...card, lines: card.lines.map((line) => line.replaceAll('*', '\\*')) })
const loud = (card: Card): Card => ({ ...card, mention: card.mention && { ...card.mention, rings: true } })

/** What a mistake keeps from happening is not waited for as long. */
const SPOILT_PATIENCE_MS = 500

/** Shows that each of these mistakes in an adapter fails a check; `bot` is how the platform calls the bot itself. */
export function adapterSabotage(open: () => Promise<Adapted>, bot: PersonId): void {
  it('passes as it is', async () => {
    const outcomes = adapterChecks.map(async (check) => fails(check, await open(), PATIENCE_MS))
    expect(await Promise.all(outcomes)).not.toContain(true)
  })

  for (const [name, { needs, applies, spoil }] of Object.entries(sabotages))
    it(`fails with ${name}`, async ({ skip }) => {
      const { adapter, handles, close } = await open()
      await close()
      const missing = needs.filter((feature) => !adapter.features.includes(feature))
      if (missing.length > 0 || !applies(handles)) skip('there is nothing that it could spoil')
      const outcomes = adapterChecks.map(async (check) => fails(check, spoil(await open(), bot), SPOILT_PATIENCE_MS))
      expect(await Promise.all(outcomes)).toContain(true)
    })
}

async function fails(check: Check, adapted: Adapted, patience: number): Promise<boolean> {
  if (whyNot(check, adapted.adapter) !== null) {
    await adapted.close()
    return false
  }
  return runCheck(check, adapted, patience).then(
    () => false,
    () => true,
  )
}
