import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { databaseNow } from '../../../src/db/clock.ts'
import type { OpenStore } from '../store.ts'

export function schemaContract(open: OpenStore): void {
  it('opens when several processes start at once on a new database', async () => {
    const stores = await Promise.all([open(), open(), open()])
    for (const { db } of stores) expect(await db.selectFrom('papers').selectAll().execute()).toEqual([])
  })

  it('opens again without touching what is there', async () => {
    const first = await open()
    await first.db.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
    const again = await open()
    expect(await again.db.selectFrom('meta').selectAll().execute()).toEqual([{ key: 'k', value: 'v' }])
  })

  it('refuses a database that a newer version has written, and changes nothing', async () => {
    const { db } = await open()
    await sql`insert into migrations (name, applied_at) values ('9999-later', 0)`.execute(db)
    await expect(open()).rejects.toThrow(
      /Could not open the database .*: a newer Paperboy has written it \(9999-later\)/,
    )
  })

  it('finds nothing by an empty list, and everything by what is not on one', async () => {
    const { db } = await open()
    await db.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
    const found = db.selectFrom('meta').select('key')
    expect(await found.where('key', 'in', []).execute()).toEqual([])
    expect(await found.where('key', 'not in', []).execute()).toEqual([{ key: 'k' }])
  })

  it('keeps nothing of a transaction that failed', async () => {
    const store = await open()
    const failing = store.write(async (db) => {
      await db.insertInto('meta').values({ key: 'half', value: '' }).execute()
      throw new Error('power cut')
    })
    await expect(failing).rejects.toThrow('power cut')
    expect(await store.db.selectFrom('meta').selectAll().execute()).toEqual([])
  })

  it('shows a transaction to others when it is done, and not before', async () => {
    const [store, other] = await Promise.all([open(), open()])
    const count = async () => (await other.db.selectFrom('meta').selectAll().execute()).length
    await store.write(async (db) => {
      await db.insertInto('meta').values({ key: 'k', value: '' }).execute()
      expect(await count()).toBe(0)
    })
    expect(await count()).toBe(1)
  })

  it('tells the time of the database in milliseconds', async () => {
    const { db, dialect } = await open()
    const { now } = await db.selectNoFrom(databaseNow(dialect).as('now')).executeTakeFirstOrThrow()
    expect(typeof now).toBe('number')
    expect(Math.abs(now - Date.now())).toBeLessThan(5_000)
  })
}
