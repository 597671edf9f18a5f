import { sql } from 'kysely'
import type { Logger } from 'pino'
import { describeError } from '../core/error-words.ts'
import type { Store } from '../db/open.ts'
import type { Part, State } from './state.ts'

export type IsolationContext = { store: Store; state: State; log: Logger; signal: AbortSignal }

/** One piece of work for one part: what it throws is logged, kept in the state, and null. A lost database is thrown. */
export async function isolated<T>(
  context: IsolationContext,
  part: Part,
  work: () => T | Promise<T>,
): Promise<T | null> {
  const { state, log } = context
  const beganAt = performance.now()
  const took = () => Math.round(performance.now() - beganAt)
  if (part.kind === 'step') state.enter(part.name)
  try {
    const done = await work()
    state.record(part, null, took())
    return done
  } catch (err) {
    if (await isShutdownOrOutage(context, err)) return null
    const problem = describeError(err)
    // Every minute the same is news once.
    const level = state.find(part)?.problem === problem ? 'debug' : 'error'
    const facts = { err, [part.kind]: part.name, ...(part.step !== undefined && { step: part.step }) }
    log[level](facts, 'this one failed; the others go on, and the next minute tries again')
    state.record(part, problem, took())
    return null
  } finally {
    if (part.kind === 'step') state.enter(null)
  }
}

/** Work for many at once; where it fails, for each half, until `alone` is asked about those that fail by themselves. */
export async function bisect<Item, Done>(
  context: Pick<IsolationContext, 'store' | 'signal'>,
  items: Item[],
  work: (items: Item[]) => Promise<Done[]>,
  alone: (item: Item, err: unknown) => Done[] | Promise<Done[]>,
): Promise<Done[]> {
  const [first, ...more] = items
  if (first === undefined) return []
  try {
    return await work(items)
  } catch (err) {
    if (await isShutdownOrOutage(context, err)) return []
    if (more.length === 0) return alone(first, err)
    const middle = Math.ceil(items.length / 2)
    const before = await bisect(context, items.slice(0, middle), work, alone)
    return [...before, ...(await bisect(context, items.slice(middle), work, alone))]
  }
}

/** True: the program is asked to stop, and the failure is none. Throws it when the database is away. */
async function isShutdownOrOutage({ store, signal }: Pick<IsolationContext, 'store' | 'signal'>, err: unknown) {
  if (signal.aborted) return true
  if (!(await isDatabaseReachable(store))) throw err
  return false
}

/** Whether the database takes a question. */
export const isDatabaseReachable = ({ db }: Pick<Store, 'db'>): Promise<boolean> =>
  sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
