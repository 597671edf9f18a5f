import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Kysely, sql } from 'kysely'
import { expect, it } from 'vitest'
import { isAmong } from '../../src/access/who-may.ts'
import { findChange, findChannels, subscribeChannel } from '../../src/channels/channels.ts'
import { ADMINS, type OwnSettings } from '../../src/channels/settings.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import type { Dialect } from '../../src/db/db.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import type { Schema } from '../../src/db/schema.ts'
import { listFollows, unnotifiedPapers } from '../../src/library/follows/follows.ts'
import { notesOn } from '../../src/library/notes.ts'
import { findAgenda, itemsOf } from '../../src/meetings/agenda/stored-agendas.ts'
import { votesOn } from '../../src/voting/votes.ts'

/** A file that version 0.1.0 wrote: `sqlite.db` is a database, `postgres.sql` the statements that make one. */
export const writtenByOldVersion = (name: 'sqlite.db' | 'postgres.sql'): Buffer =>
  gunzipSync(readFileSync(join(import.meta.dirname, '../fixtures/version-0.1.0', `${name}.gz`)))

/** What opening a database of version 0.1.0 must do. Both functions return the address of a new database. */
export function upgradeContract(createDatabase: () => Promise<string>, createOldDatabase: () => Promise<string>): void {
  const upgraded = async <T>(look: (store: Store) => Promise<T>): Promise<T> => {
    const store = await openStore(await createOldDatabase())
    return look(store).finally(() => store.close())
  }

  it('gives a database of version 0.1.0 the tables, columns and indexes of a new one', async () => {
    const fresh = await openStore(await createDatabase())
    const expected = await schemaOf(fresh.db, fresh.dialect)
    const steps = await stepsOf(fresh.db)
    await fresh.close()
    await upgraded(async ({ db, dialect }) => {
      expect(await schemaOf(db, dialect)).toEqual(expected)
      expect(await stepsOf(db)).toEqual(steps)
    })
  })

  it('keeps what version 0.1.0 wrote', async () => {
    await upgraded(async ({ db }) => {
      const agenda = await findAgenda(db, 'slack:T1', '2026-04-02')
      expect(agenda).toMatchObject({ channel: 'slack:T1/C1', openedAt: null })
      expect(await itemsOf(db, { team: 'slack:T1', date: '2026-04-02' })).toEqual([
        { paper: 'arxiv:2603.00001', votes: 2, presenter: 'slack:T1/U1', answer: 'accepted' },
        { paper: 'arxiv:2603.00002', votes: 0, presenter: null, answer: null },
      ])
      expect(await notesOn(db, 'slack:T1', ['arxiv:2603.00001'])).toMatchObject([{ text: 'compare with ours' }])
      expect(await votesOn(db, { channel: 'slack:T1/C1', id: 'post1' })).toHaveLength(3)
      const states = db.selectFrom('deliveries').select(({ fn }) => ['state', fn.countAll<number>().as('count')])
      expect(await states.groupBy('state').orderBy('state').execute()).toEqual([
        { state: 'held', count: 1 },
        { state: 'planned', count: 4 },
        { state: 'ready', count: 5 },
        { state: 'sending', count: 1 },
        { state: 'sent', count: 4 },
      ])
    })
  })

  it('knows the people that version 0.1.0 wrote to from its channels', async () => {
    await upgraded(async ({ db }) => {
      const people = db.selectFrom('deliveries').select('place').distinct().where('place_kind', '=', 'person')
      expect(await people.orderBy('place').execute()).toEqual([{ place: 'discord:U3' }, { place: 'slack:T1/U2' }])
      const told = { to: { person: 'slack:T1/U2' }, query: 'skills' }
      expect(await listFollows(db, null)).toMatchObject([told])
      expect(await unnotifiedPapers(db)).toMatchObject([told])
    })
  })

  it('leaves a server whose role managed it to that role, in each of its channels and in what can be undone', async () => {
    const url = await createOldDatabase()
    const old = await openStore(url)
    await undoManagers(old)
    await old.close()
    const store = await openStore(url)
    const curators: OwnSettings['managers'] = {
      people: [],
      roles: [{ id: '800000000000000007', name: 'Reading group' }],
    }
    const ids: ChannelId[] = ['discord:5/1', 'discord:5/2', 'discord:6/1']
    const channels = await findChannels(store.db, ids)
    expect(ids.map((id) => [channels.get(id)?.settings, channels.get(id)?.refused])).toEqual([
      [{ papersPerDay: 3, managers: curators }, []],
      [{ managers: curators }, []],
      [{}, []],
    ])
    const change = await findChange(store.db, 'change')
    expect([change?.before, change?.after]).toEqual([{ managers: curators }, { papersPerDay: 3, managers: curators }])
    const holder = { isAdmin: false, isFull: true, roles: ['5', '800000000000000007'], zone: null }
    expect(isAmong(channels.get('discord:5/2')?.settings.managers ?? ADMINS, holder, 'discord:1')).toBe(true)
    await store.close()
  })

  it('refuses a database of a version before 0.1.0, and changes nothing', async () => {
    const url = await createOldDatabase()
    const store = await openStore(url)
    await sql`delete from migrations`.execute(store.db)
    await sql`insert into migrations (name, applied_at) values ('0001-papers', 0), ('0002-channels', 0)`.execute(
      store.db,
    )
    await expect(openStore(url, (said) => expect.unreachable(said))).rejects.toThrow(
      /written by a version before 0\.1\.0, and nothing was changed; .*git checkout v0\.1\.0/,
    )
    expect(await stepsOf(store.db)).toEqual(['0001-papers', '0002-channels'])
    await store.close()
  })
}

/** Writes what a version before that step had: a role for a whole server. */
async function undoManagers({ db }: Store): Promise<void> {
  await sql`delete from migrations where name = '0180-managers'`.execute(db)
  await sql`create table manager_roles (team text primary key, role text not null)`.execute(db)
  await sql`insert into manager_roles (team, role) values ('discord:5', '800000000000000007 Reading group')`.execute(db)
  for (const id of ['discord:5/1', 'discord:5/2', 'discord:6/1'] as const) await subscribeChannel(db, id, 'papers', 1)
  await sql`update channels set settings = '{"papersPerDay":3}' where id = 'discord:5/1'`.execute(db)
  const [before, after] = [{ managerRole: '800000000000000007 Reading group' }, { papersPerDay: 3 }]
  await db
    .insertInto('setting_changes')
    .values({
      ...{ id: 'change', channel_id: 'discord:5/1', person: 'discord:1', at: 1 },
      before: JSON.stringify(before),
      after: JSON.stringify({ ...before, ...after }),
    })
    .execute()
}

const stepsOf = async (db: Kysely<Schema>): Promise<string[]> =>
  (await sql<{ name: string }>`select name from migrations order by name`.execute(db)).rows.map(({ name }) => name)

/** Columns, keys and indexes of all tables, without the text that made them. */
async function schemaOf(db: Kysely<Schema>, dialect: Dialect): Promise<unknown[]> {
  const parts = dialect === 'sqlite' ? SQLITE_SCHEMA : POSTGRES_SCHEMA
  return Promise.all(parts.map(async (part) => (await sql.raw(part).execute(db)).rows))
}

const SQLITE_SCHEMA = [
  `select t.name as "table", c.* from sqlite_master t join pragma_table_xinfo(t.name) c
    where t.type = 'table' order by t.name, c.cid`,
  `select t.name as "table", k.* from sqlite_master t join pragma_foreign_key_list(t.name) k
    where t.type = 'table' order by t.name, k.id, k.seq`,
  `select i.name, i.origin, i."unique", i.partial, c.* from sqlite_master t
    join pragma_index_list(t.name) i join pragma_index_xinfo(i.name) c
    where t.type = 'table' order by i.name, c.seqno`,
  `select name, lower(replace(replace(replace(sql, '"', ''), char(10), ''), ' ', '')) as text from sqlite_master
    where sql like '%where%' or sql like '%coalesce%' or sql like '%using fts5%' order by name`,
]

// PostgreSQL 18 names `not null` after the table's first name; which columns have it says the first of these.
const POSTGRES_SCHEMA = [
  `select table_name, column_name, data_type, collation_name, is_nullable, column_default
    from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`,
  `select indexname, indexdef from pg_indexes where schemaname = 'public' order by indexname`,
  `select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n' order by conrelid::regclass::text, conname`,
]
