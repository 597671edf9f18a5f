import { z } from 'zod'

/** The parts of the bot that can fail on their own. `channel`, `team` and `follow` are those whom a step works for. */
const KINDS = [
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

/** How a part last fared; times in milliseconds by the database's clock. */
export const partOutcome = z.object({
  kind: z.enum(KINDS),
  /** Its id, or what people call it: `plan`, `slack:T1/C1`, `chat`. */
  name: z.string(),
  /** The step that worked for it, where several do. */
  step: z.string().optional(),
  at: z.number(),
  tookMs: z.number().nullable(),
  /** In words; null: all is well. */
  problem: z.string().nullable(),
  /** Since when there is this problem, or none. */
  since: z.number(),
})
export type PartOutcome = z.output<typeof partOutcome>
export type Part = Pick<PartOutcome, 'kind' | 'name' | 'step'>

export type State = ReturnType<typeof createState>

/** Of these there may be thousands, and only what is wrong is kept. */
const TRANSIENT_KINDS = new Set<Part['kind']>(['channel', 'team', 'follow'])

/** What the bot knows of itself: one object, built once, in which each part keeps how it last fared. */
export function createState(now: () => number) {
  const known = new Map<string, PartOutcome>()
  const listeners: ((step: string | null) => void)[] = []
  return {
    record(part: Part, problem: string | null, tookMs?: number): void {
      const key = keyOf(part)
      const before = known.get(key)
      if (problem === null && (TRANSIENT_KINDS.has(part.kind) || part.step !== undefined)) return void known.delete(key)
      const isAsBefore = before !== undefined && (before.problem === null) === (problem === null)
      const at = now()
      known.set(key, { ...part, at, tookMs: tookMs ?? null, problem, since: isAsBefore ? before.since : at })
    },
    find: (part: Part): PartOutcome | null => known.get(keyOf(part)) ?? null,
    /** Of one kind, or all. */
    outcomes: (kind?: Part['kind']) => [...known.values()].filter((one) => kind === undefined || one.kind === kind),
    /** What is not there any more, or is now somebody else's. */
    forget(kind: Part['kind'], name?: string): void {
      for (const [key, one] of known)
        if (one.kind === kind && (name === undefined || one.name === name)) known.delete(key)
    },
    /** The step of a tick that begins; null: it is over, or the whole tick. */
    enter(step: string | null): void {
      for (const listener of listeners) listener(step)
    },
    onStep: (listener: (step: string | null) => void) => void listeners.push(listener),
  }
}

export const keyOf = ({ kind, name, step }: Part): string => `${kind} ${step ?? ''} ${name}`
