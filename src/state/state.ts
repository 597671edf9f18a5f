/** The parts of the bot that can fail on their own. `channel`, `team` and `follow` are those whom a step works for. */
export const KINDS = [
  'lead',
  'tick',
  'step',
  'channel',
  'team',
  'follow',
  'listed',
  'platform',
  'source',
  'model',
  'web',
  'disk',
] as const

export type Part = {
  kind: (typeof KINDS)[number]
  /** Its id, or what people call it: `plan`, `slack:T1/C1`, `chat`. */
  name: string
  /** The step that worked for it, where several do. */
  step?: string | undefined
}

/** How a part last fared; times in milliseconds by the database's clock. */
export type PartOutcome = Part & {
  at: number
  tookMs: number | null
  /** In words; null: all is well. */
  problem: string | null
  /** Since when there is this problem, or none. */
  since: number
}

/** What the bot knows of itself: one object, built once, in which each part keeps how it last fared. */
export type State = {
  record(part: Part, problem: string | null, tookMs?: number): void
  find(part: Part): PartOutcome | null
  /** Of one kind, or all. */
  outcomes(kind?: Part['kind']): PartOutcome[]
  /** What is not there any more, or is now somebody else's. */
  forget(kind: Part['kind'], name?: string): void
  /** The step of a tick that begins; null: it is over, or the whole tick. */
  enter(step: string | null): void
  onStep(listener: (step: string | null) => void): void
}

/** Of these there may be thousands, and only what is wrong is kept. */
const TRANSIENT_KINDS = new Set<Part['kind']>(['channel', 'team', 'follow'])

export function createState(now: () => number): State {
  const known = new Map<string, PartOutcome>()
  const listeners: ((step: string | null) => void)[] = []
  return {
    record(part, problem, tookMs) {
      const key = keyOf(part)
      const before = known.get(key)
      if (problem === null && (TRANSIENT_KINDS.has(part.kind) || part.step !== undefined)) return void known.delete(key)
      const isAsBefore = before !== undefined && (before.problem === null) === (problem === null)
      const at = now()
      known.set(key, { ...part, at, tookMs: tookMs ?? null, problem, since: isAsBefore ? before.since : at })
    },
    find: (part) => known.get(keyOf(part)) ?? null,
    outcomes: (kind) => [...known.values()].filter((one) => kind === undefined || one.kind === kind),
    forget(kind, name) {
      for (const [key, one] of known)
        if (one.kind === kind && (name === undefined || one.name === name)) known.delete(key)
    },
    enter(step) {
      for (const listener of listeners) listener(step)
    },
    onStep: (listener) => void listeners.push(listener),
  }
}

export const keyOf = ({ kind, name, step }: Part): string => `${kind} ${step ?? ''} ${name}`
