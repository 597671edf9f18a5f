import { randomBytes } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { FORGOTTEN_KEY, hashOf } from '../access/forgotten.ts'
import type { PersonId } from '../core/chat.ts'
import type { PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { insertMissing } from '../db/rows.ts'
import type { Schema } from '../db/schema.ts'
import { markTallyDue } from '../voting/update-tallies.ts'
import { contains, type ErasureTarget, erase } from './erase.ts'

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

/**
 * The column that holds the owner of a row: a team (`slack:T1`), or something of it (`slack:T1/C1`, a post there).
 * Null: no team owns it. Tables come before those they refer to. A table that is missing here is a type error.
 */
const ownerColumns = {
  channel_sources: 'channel_id',
  outcomes: 'channel_id',
  postings: 'channel_id',
  digests: 'channel_id',
  setting_changes: 'channel_id',
  channels: 'id',
  deliveries: 'place',
  channel_queues: 'place',
  buckets: 'scope',
  votes: 'post',
  saved: 'person',
  follows: 'channel_id',
  link_replies: 'channel_id',
  spoken: 'channel_id',
  feed_keys: 'channel_id',
  invited_readers: 'channel_id',
  followed_papers: 'place',
  notes: 'team',
  offers: 'team',
  discussions: 'team',
  agenda_items: 'team',
  agendas: 'team',
  declined: 'team',
  former_members: 'team',
  tallies_due: 'team',
  link_codes: 'team',
  teams: 'team',
  alerts: 'cause',
  summary_reports: 'channel_id',
  meta: 'key',
  installations: 'team',
  removals: 'team',
  // By what it belongs to, below.
  tallies_shown: null,
  papers: null,
  aliases: null,
  sightings: null,
  paper_changes: null,
  paper_rechecks: null,
  abbreviations: null,
  vectors: null,
  vector_bits: null,
  vocabulary: null,
  paper_facts: null,
  sources: null,
  history: null,
  leases: null,
  // They name no team, and last a week.
  kept_texts: null,
  install_states: null,
  forgotten: null,
  summaries: null,
  model_usage: null,
} satisfies { [Table in keyof Schema]: (keyof Schema[Table] & string) | null }

/** Deletes everything of a team: channels, posts, votes, saved papers, tokens. */
export async function forgetTeam(store: Store, team: string): Promise<void> {
  await store.write(async (db) => {
    for (const [table, column] of Object.entries(ownerColumns)) {
      if (column === null) continue
      await sql`delete from ${sql.table(table)} where ${isOfTeam(team, column)}`.execute(db)
    }
    await erase(db, targetTeam(team))
    await db
      .deleteFrom('tallies_shown')
      .where('delivery_id', 'not in', db.selectFrom('deliveries').select('id'))
      .execute()
  })
}

/** The team itself or a key that holds it: `slack:T1`, `slack:T1/C1`, `digest:slack:T1/C1:…`, `revoked:slack:T1`. */
const isOfTeam = (team: string, column: string): RawBuilder<SqlBool> => {
  const ended = sql`${sql.ref(column)} || '/'`
  return sql`(${contains(ended, `${team}/`)} or ${contains(ended, `${team}:`)})`
}

/** Rows of other teams, and of nobody, name it: what the operator was told, who came from there to present. */
function targetTeam(team: string): ErasureTarget {
  const account = team.slice(team.indexOf(':') + 1)
  // A mailbox is named by its address alone, too.
  const named = account.includes('@') ? `(?:${RegExp.escape(team)}|${RegExp.escape(account)})` : RegExp.escape(team)
  return {
    within: team,
    names: new RegExp(`${named}(?:/[\\p{L}\\p{N}_@.-]+)?(?![\\p{L}\\p{N}])`, 'gu'),
    replacement: 'a team that left',
    matches: (column) => isOfTeam(team, column),
  }
}
