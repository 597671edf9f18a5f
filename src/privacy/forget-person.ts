import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { FORGOTTEN_KEY, hashOf } from '../access/forgotten.ts'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import { insertMissing } from '../db/rows.ts'
import { markTallyDue } from '../voting/due-tallies.ts'
import { type ErasureTarget, erase } from './erase.ts'

/** Takes a person out of every row, and leaves a keyed hash: a later resync must not bring their reactions back. */
export async function forgetPerson(db: Db, person: PersonId, now: number): Promise<void> {
  for (const { team, paper } of await votedPapers(db, person)) await markTallyDue(db, team, paper, now)
  await erase(db, targetPerson(person))
  const key = (await getMeta(db, FORGOTTEN_KEY)) ?? randomBytes(32).toString('hex')
  await setMeta(db, FORGOTTEN_KEY, key)
  await insertMissing(db, 'forgotten', [{ hash: hashOf(key, person), at: now }])
}

/** Their reactions count again, those that still stand included. */
export async function rememberPerson(db: Db, person: PersonId): Promise<void> {
  const key = await getMeta(db, FORGOTTEN_KEY)
  if (key !== null) await db.deleteFrom('forgotten').where('hash', '=', hashOf(key, person)).execute()
}

/** Texts mention a person by account alone: `<@U1>`. One identifier may begin another, so the end is checked. */
function targetPerson(person: PersonId): ErasureTarget {
  const account = person.slice(Math.max(person.lastIndexOf('/'), person.indexOf(':')) + 1)
  const mention = `<@!?${RegExp.escape(account)}(?:\\|[^>]*)?>`
  return {
    within: account,
    names: new RegExp(`${mention}|${RegExp.escape(person)}(?![\\p{L}\\p{N}])`, 'gu'),
    replacement: 'nobody',
    matches: (column) => sql`${sql.ref(column)} = ${person}`,
  }
}

async function votedPapers(db: Db, person: PersonId): Promise<{ team: string; paper: PaperId }[]> {
  const rows = await db
    .selectFrom('votes as v')
    .innerJoin('deliveries as d', 'd.post', 'v.post')
    .select(['d.team', 'd.paper_id'])
    .distinct()
    .where('v.person', '=', person)
    .execute()
  return rows.flatMap(({ team, paper_id }) => (paper_id === null ? [] : [{ team, paper: paper_id }]))
}
