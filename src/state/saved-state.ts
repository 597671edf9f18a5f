import { z } from 'zod'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { keyOf, type PartOutcome, partOutcome, type State } from './state.ts'

const META_KEY = 'state'
/** What is wrong with the first so many says enough, and the note stays small. */
const MAX_OUTCOMES = 200

const savedOutcomes = z.array(partOutcome).catch([])

/** Saves the collector's state for processes that answer `/readyz`, and for `doctor`. It holds no person. */
export async function saveState({ db }: Store, state: State): Promise<void> {
  const shared = state.outcomes().filter(({ kind }) => kind !== 'follow')
  await setMeta(db, META_KEY, JSON.stringify(shared.slice(0, MAX_OUTCOMES)))
}

/** What this process knows, and of the rest what the one that collects knew at its last tick. */
export async function loadState({ db }: Pick<Store, 'db'>, state: State): Promise<PartOutcome[]> {
  const own = state.outcomes()
  if (own.some(({ kind }) => kind === 'lead')) return own
  const known = new Set(own.map(keyOf))
  const others = savedOutcomes.parse(JSON.parse((await getMeta(db, META_KEY)) ?? '[]'))
  return [...own, ...others.filter((one) => !known.has(keyOf(one)))]
}
