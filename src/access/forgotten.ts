import { createHmac } from 'node:crypto'
import type { PersonId } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import { getMeta } from '../db/meta.ts'

/** The entry of `meta` with the key that tells who was forgotten, and nobody without it. */
export const FORGOTTEN_KEY = 'key of the forgotten'

export async function forgottenOf(db: Db, people: PersonId[]): Promise<Set<PersonId>> {
  const key = people.length === 0 ? null : await getMeta(db, FORGOTTEN_KEY)
  if (key === null) return new Set()
  const hashes = new Map(people.map((person) => [hashOf(key, person), person]))
  const rows = await db
    .selectFrom('forgotten')
    .select('hash')
    .where('hash', 'in', [...hashes.keys()])
    .execute()
  return new Set(rows.flatMap(({ hash }) => hashes.get(hash) ?? []))
}

export const hashOf = (key: string, person: PersonId): string =>
  createHmac('sha256', key).update(person).digest('base64url')
