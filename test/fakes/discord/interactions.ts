import { deadline } from '../../wait.ts'
import { refuseMessage, refuseModal } from './payload.ts'
import { type Answer, refuse } from './rest.ts'
import { APPLICATION, type State, textsOf } from './state.ts'

/** Discord: a first answer within 3 s, everything else within 15 minutes. */
const FIRST_ANSWER_MS = 3_000

/** What somebody sees after a command or a click. */
export type Seen = {
  texts: string[]
  private: boolean
  modal: Record<string, unknown> | null
  choices: string[] | null
  payloads: unknown[]
  /** Milliseconds to the first answer, and to the last. */
  firstAfter: number
  doneAfter: number
}

type Pending = {
  id: string
  token: string
  type: number
  at: number
  answeredAt: number | null
  original: unknown
  extra: unknown[]
  deferred: boolean
  deleted: boolean
  modal: Record<string, unknown> | null
  choices: string[] | null
  private: boolean
  changedAt: number
  changed: () => void
}

/** Commands, clicks and forms, with the rules of their answers. */
export function createInteractions(state: State, dispatch: (name: string, data: unknown) => void) {
  const pending = new Map<string, Pending>()

  function respond(id: string, token: string, body: unknown): Answer {
    const one = pending.get(token)
    if (!one || one.id !== id || Date.now() - one.at > FIRST_ANSWER_MS) return refuse(404, 10062, 'Unknown interaction')
    if (one.answeredAt !== null) return refuse(400, 40060, 'Interaction has already been acknowledged.')
    const { type, data } = body as { type: number; data?: Record<string, unknown> }
    const problem = refuseResponse(one.type, type, data)
    if (problem !== null) return refuse(400, 50035, `Invalid Form Body\n${problem}`)
    one.answeredAt = Date.now()
    one.private = ((Number(data?.flags) || 0) & 64) !== 0
    if (type === 4) one.original = data
    if (type === 5) one.deferred = true
    if (type === 8) one.choices = ((data?.choices ?? []) as { value: string }[]).map(({ value }) => value)
    if (type === 9) one.modal = data ?? null
    one.changed()
    return { status: 204 }
  }

  const within = (token: string, work: (one: Pending) => Answer): Answer => {
    const one = pending.get(token)
    return one?.answeredAt ? work(one) : refuse(404, 10015, 'Unknown Webhook')
  }

  const validated = (body: unknown, work: () => void): Answer => {
    const refused = refuseMessage(body)
    if (refused !== null) return refuse(400, 50035, `Invalid Form Body\n${refused}`)
    work()
    return { status: 200, body: { id: state.snowflake() } }
  }

  function refuseResponse(asked: number, type: number, data: unknown): string | null {
    if (asked === 4) return type === 8 && choicesFit(data) ? null : 'choices: at most 25 of 1 to 100 characters'
    if (type === 4) return refuseMessage(data)
    if (type === 9) return asked === 5 ? 'type: a modal cannot follow a modal' : refuseModal(data)
    if (type === 6) return asked === 3 ? null : 'type: nothing to update'
    return type === 5 ? null : 'type: unknown'
  }

  return {
    respond,
    followUp: (token: string, body: unknown): Answer =>
      within(token, (one) =>
        validated(body, () => {
          // The first one after a wait fills it in, whatever its flags.
          if (one.deferred && one.original === undefined) one.original = body
          else one.extra.push(body)
          one.changed()
        }),
      ),
    editOriginal: (token: string, body: unknown): Answer =>
      within(token, (one) =>
        validated(body, () => {
          one.original = body
          one.changed()
        }),
      ),
    deleteOriginal: (token: string): Answer =>
      within(token, (one) => {
        one.deleted = true
        one.changed()
        return { status: 204 }
      }),
    /** Somebody does something; resolves with what they see once that is complete. */
    async happen(data: { type: number } & Record<string, unknown>, settleMs = deadline(60)): Promise<Seen> {
      const token = `token-${state.snowflake()}`
      const id = state.snowflake()
      let changed = Promise.withResolvers<void>()
      const one: Pending = {
        ...{ id, token, type: data.type, at: Date.now(), answeredAt: null, changedAt: 0 },
        ...{
          original: undefined,
          extra: [],
          deferred: false,
          deleted: false,
          modal: null,
          choices: null,
          private: false,
        },
        changed() {
          one.changedAt = Date.now()
          changed.resolve()
        },
      }
      pending.set(token, one)
      dispatch('INTERACTION_CREATE', { id, token, application_id: APPLICATION, version: 1, ...data })
      const last = Date.now() + deadline(10_000)
      while (Date.now() < last) {
        const wait =
          one.answeredAt === null || (one.deferred && one.original === undefined && !one.deleted)
            ? deadline(10_000)
            : settleMs
        const isQuiet = await Promise.race([
          changed.promise.then(() => false),
          new Promise<boolean>((resolve) => setTimeout(resolve, wait, true).unref()),
        ])
        if (isQuiet) break
        changed = Promise.withResolvers()
      }
      const payloads = [...(one.original === undefined ? [] : [one.original]), ...one.extra]
      return {
        texts: payloads.flatMap((payload) => textsOf((payload as { components: unknown }).components)),
        private: one.private,
        modal: one.modal,
        choices: one.choices,
        payloads,
        firstAfter: (one.answeredAt ?? Number.POSITIVE_INFINITY) - one.at,
        doneAfter: (one.answeredAt === null ? Number.POSITIVE_INFINITY : one.changedAt) - one.at,
      }
    },
  }
}

export type Interactions = ReturnType<typeof createInteractions>

const choicesFit = (data: unknown): boolean => {
  const { choices } = (data ?? {}) as { choices?: { name: string; value: string }[] }
  return (
    choices !== undefined &&
    choices.length <= 25 &&
    choices.every(({ name, value }) => [name, value].every((text) => text.length >= 1 && text.length <= 100))
  )
}
