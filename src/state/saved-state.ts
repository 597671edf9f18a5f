import { z } from 'zod'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { KINDS, keyOf, type Outcome, type State } from './state.ts'

const NOTE = 'state'
/** What is wrong with the first so many says enough, and the note stays small. */
const KEPT = 200

const outcome = z.object({
  kind: z.enum(KINDS),
  name: z.string(),
  step: z.string().optional(),
  at: z.number(),
  tookMs: z.number().nullable(),
  problem: z.string().nullable(),
  since: z.number(),
})
const kept = z.array(outcome).catch([])

/** Keeps what the process that collects knows, for those that answer `/readyz`, and for `doctor`. Nobody's name is in it. */
export async function keepState({ db }: Store, state: State): Promise<void> {
  const shared = state.outcomes().filter(({ kind }) => kind !== 'follow')
  await setMeta(db, NOTE, JSON.stringify(shared.slice(0, KEPT)))
}

/** What this process knows, and of the rest what the one that collects knew at its last tick. */
export async function readState({ db }: Pick<Store, 'db'>, state: State): Promise<Outcome[]> {
  const own = state.outcomes()
  if (own.some(({ kind }) => kind === 'lead')) return own
  const known = new Set(own.map(keyOf))
  const others = kept.parse(JSON.parse((await getMeta(db, NOTE)) ?? '[]'))
  return [...own, ...others.filter((one) => !known.has(keyOf(one)))]
}
