import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { PersonId } from '../chat.ts'
import type { PaperId } from '../paper.ts'
import type { Db } from './db.ts'
import { readNote, writeNote } from './meta.ts'
import { personal } from './personal.ts'
import { markTallyDue } from './tallies.ts'

/** Where the key lies that tells who was forgotten, and nobody without it. */
const KEY = 'key of the forgotten'
const NOBODY = 'nobody'

/** Takes a person out of every row, and leaves a keyed hash: settling must not bring their reactions back. */
export async function forgetPerson(db: Db, person: PersonId, now: number): Promise<void> {
  for (const { team, paper } of await votedPapers(db, person)) await markTallyDue(db, team, paper, now)
  await eraseFromMessages(db, person)
  for (const { table, column, leaves } of personal) {
    const mine = sql`${sql.ref(column)} = ${person}`
    if (leaves === 'nothing') await sql`delete from ${sql.table(table)} where ${mine}`.execute(db)
    else
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${leaves === 'null' ? null : NOBODY} where ${mine}`.execute(
        db,
      )
  }
  const key = (await readNote(db, KEY)) ?? randomBytes(32).toString('hex')
  await writeNote(db, KEY, key)
  await db
    .insertInto('forgotten')
    .values({ hash: hashOf(key, person), at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Their reactions count again, from those that stand on. */
export async function rememberPerson(db: Db, person: PersonId): Promise<void> {
  const key = await readNote(db, KEY)
  if (key !== null) await db.deleteFrom('forgotten').where('hash', '=', hashOf(key, person)).execute()
}

/** Those of them who asked to be forgotten. */
export async function forgottenOf(db: Db, people: PersonId[]): Promise<Set<PersonId>> {
  const key = people.length === 0 ? null : await readNote(db, KEY)
  if (key === null) return new Set()
  const hashes = new Map(people.map((person) => [hashOf(key, person), person]))
  const rows = await db
    .selectFrom('forgotten')
    .select('hash')
    .where('hash', 'in', [...hashes.keys()])
    .execute()
  return new Set(rows.flatMap(({ hash }) => hashes.get(hash) ?? []))
}

const hashOf = (key: string, person: PersonId): string => createHmac('sha256', key).update(person).digest('base64url')

async function votedPapers(db: Db, person: PersonId): Promise<{ team: string; paper: PaperId }[]> {
  const rows = await db
    .selectFrom('votes as v')
    .innerJoin('deliveries as d', 'd.post', 'v.post')
    .select(['d.team', 'd.paper_id'])
    .distinct()
    .where('v.person', '=', person)
    .execute()
  return rows.flatMap(({ team, paper_id }) => (paper_id === null ? [] : [{ team, paper: paper_id as PaperId }]))
}

/** Posts name people: who suggested a paper, who presents it. */
async function eraseFromMessages(db: Db, person: PersonId): Promise<void> {
  const names = `%${person}%`
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'subject', 'message'])
    .where((row) => row.or([row('subject', 'like', names), row('message', 'like', names)]))
    .execute()
  for (const { id, subject, message } of rows)
    await db
      .updateTable('deliveries')
      .set({ subject: without(person, subject), message: message === null ? null : without(person, message) })
      .where('id', '=', id)
      .execute()
}

/** One identifier may be the beginning of another. */
function without(person: PersonId, json: string): string {
  const name = new RegExp(`${person.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'gu')
  return JSON.stringify(
    // Innermost first: what holds a name finds it replaced.
    JSON.parse(json, (key, value) => {
      if (key === 'mention' && value?.person === NOBODY) return null
      if (typeof value !== 'string') return value
      return key === 'by' && value === person ? undefined : value.replaceAll(name, NOBODY)
    }),
  )
}
