import type {
  Action,
  ChatAdapter,
  ChatHandlers,
  Command,
  Outgoing,
  Platform,
  PostRef,
  Reaction,
  Reply,
  Submission,
} from '../../../src/core/chat.ts'
import type { Feature } from '../../../src/core/feature.ts'
import { type Message, notice } from '../../../src/core/message.ts'
import { until } from '../../wait.ts'
import type { Adapted, Handles } from './adapted.ts'

/** An adapter that has started, and what core heard from it. */
export type Trial = Omit<Adapted, 'handles'> & {
  has(feature: Feature): boolean
  heard: {
    commands: Command[]
    actions: Action[]
    forms: Submission[]
    reactions: Reaction[]
    missed: (PostRef | Platform)[]
  }
  /** What core answers to commands and buttons, and to forms. */
  answer(reply: () => Promise<Reply>): void
  answerForm(reply: Answered): void
  outgoing(id: string, message: Message, given?: Partial<Outgoing>): Outgoing
  /** Sends a message that has to arrive. */
  post(id: string, message: Message): Promise<PostRef>
  /** Waits, as long as a busy machine may take, until something has happened. */
  waitFor(happened: () => boolean): Promise<void>
  /** The same, until core has heard so much. */
  hears(list: unknown[], count: number): Promise<void>
}

type Answered = Awaited<ReturnType<ChatHandlers['onForm']>>

/** One thing that an adapter must do. `needs`, `unless`: it applies to platforms with one feature, and without another. */
export type Check = {
  name: string
  needs: Feature | null
  unless: Feature | null
  run(trial: Trial, handles: Partial<Handles>): Promise<void>
}

/** For every adapter. */
export const always = (name: string, run: Check['run']): Check => ({ name, needs: null, unless: null, run })

/** For adapters with a feature; `run` gets its handles. */
export const having = <F extends keyof Handles>(
  needs: F,
  name: string,
  run: (trial: Trial, handle: Handles[F], handles: Partial<Handles>) => Promise<void>,
): Check => ({
  name,
  needs,
  unless: null,
  run: (trial, handles) => run(trial, handleOf(handles, needs), handles),
})

export function handleOf<F extends keyof Handles>(handles: Partial<Handles>, feature: F): Handles[F] {
  const handle = handles[feature]
  if (!handle) throw new Error(`The adapter’s features name “${feature}”: its test must bring the handles for it.`)
  return handle
}

/** Why a check does not apply to an adapter; null: it does. */
export function whyNot({ needs, unless }: Check, { features }: ChatAdapter): string | null {
  if (needs !== null && !features.includes(needs)) return `the adapter’s features name no “${needs}”`
  if (unless !== null && features.includes(unless)) return `the adapter’s features name “${unless}”`
  return null
}

/** How long something may take on an idle machine, in milliseconds. */
export const PATIENCE_MS = 5_000

/** Runs one check on an adapter of its own. */
export async function runCheck(check: Check, adapted: Adapted, patience = PATIENCE_MS): Promise<void> {
  const { adapter, handles } = adapted
  const heard: Trial['heard'] = { commands: [], actions: [], forms: [], reactions: [], missed: [] }
  let reply: () => Promise<Reply> = async () => ({ message: notice('Here you are.'), to: 'asker' })
  let formReply: Answered = { errors: {} }
  const handlers: ChatHandlers = {
    async onCommand(command) {
      heard.commands.push(command)
      return reply()
    },
    async onAction(action) {
      heard.actions.push(action)
      return reply()
    },
    async onForm(submission) {
      heard.forms.push(submission)
      return formReply
    },
    onSuggest: async () => [],
    onReaction: async (reaction) => void heard.reactions.push(reaction),
    onMissed: async (missed) => void heard.missed.push(missed),
    onPaperLink: async () => null,
    onKeep: async () => ({ message: notice('Kept.'), to: 'asker' }),
    onLifecycle: async () => {},
  }
  const outgoing: Trial['outgoing'] = (id, message, given = {}) => ({
    id,
    to: { channel: adapted.channel },
    thread: null,
    message,
    files: [],
    firstAttemptAt: Date.now(),
    ...given,
  })
  try {
    await adapter.start(handlers)
    const trial: Trial = {
      ...adapted,
      has: (feature) => adapter.features.includes(feature),
      heard,
      answer: (given) => {
        reply = given
      },
      answerForm: (given) => {
        formReply = given
      },
      outgoing,
      async post(id, message) {
        const sent = await adapter.send(outgoing(id, message))
        if (sent.kind !== 'sent') throw new Error(`It was not sent: ${JSON.stringify(sent)}`)
        return sent.ref
      },
      waitFor: (happened) => until(happened, { milliseconds: patience }),
      hears: (list, count) =>
        until(() => list.length >= count, {
          milliseconds: patience,
          said: () => `Core heard ${JSON.stringify(list)}.`,
        }),
    }
    await check.run(trial, handles)
  } finally {
    await adapter.stop()
    await adapted.close()
  }
}
