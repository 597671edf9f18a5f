import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { UNLIMITED } from '../../src/core/allowance.ts'
import { openStore } from '../../src/db/open.ts'
import { claimReady } from '../../src/outbox/queue/claims.ts'
import { storeContract } from '../contracts/store.ts'
import { upgradeContract, writtenByOldVersion } from '../contracts/upgrade.ts'
import { aDelivery, heading, openWorded } from '../fixtures/deliveries.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'

describe.skipIf(missingPostgres !== null)(
  `the store on PostgreSQL${missingPostgres ? ` (skipped: ${missingPostgres})` : ''}`,
  () => {
    let server: TestPostgres
    let emptied: string
    beforeAll(async () => {
      server = await startPostgres()
      emptied = await server.createDatabase()
    })
    afterAll(() => server.close())

    // A new schema takes a tenth of the time of a new database.
    storeContract(async () => {
      await server.run('drop schema public cascade; create schema public', emptied)
      return emptied
    })
    upgradeContract(
      () => server.createDatabase(),
      async () => {
        const url = await server.createDatabase()
        await server.run(writtenByOldVersion('postgres.sql').toString(), url)
        return url
      },
    )

    it('is named to people without user, password and parameters', async () => {
      const url = await server.createDatabase()
      const store = await openStore(`${url}?application_name=secret`)
      expect(store.place).toBe(url.replace('postgres:password@', ''))
      await store.close()
    })

    it.each([
      ['the password is wrong', (url: string) => url.replace(':password@', ':guess@')],
      ['there is no such database', (url: string) => `${url}_2`],
      ['nothing answers there', (url: string) => url.replace(/:\d+\//, ':1/')],
      ['there is no such host', (url: string) => url.replace('127.0.0.1', 'nowhere.invalid')],
      ['The server does not support SSL connections', (url: string) => `${url}?sslmode=verify-full`],
    ])('says “%s” when that is so, and never the password', async (complaint, spoil) => {
      const url = spoil(await server.createDatabase())
      const failure = await openStore(url).catch((error: Error) => error)
      expect(failure).toBeInstanceOf(Error)
      expect(String(failure)).toContain(complaint)
      expect(String(failure)).not.toMatch(/password@|guess/)
    })

    it('says what to write when the address is none', async () => {
      await expect(openStore('postgres://me:pa#ss@host/name')).rejects.toThrow(
        'DATABASE_URL must look like postgres://user:password@host/name; encode /, # and @ in it.',
      )
    })

    it('says which right is missing', async () => {
      await server.run("create role guest login password 'guest'", emptied)
      const url = (await server.createDatabase()).replace('postgres:password', 'guest:guest')
      await expect(openStore(url)).rejects.toThrow(
        'the user may not create tables there; as its owner run: GRANT CREATE',
      )
    })

    it('goes by its own clock: a replica whose clock is an hour ahead takes nobody’s work', async () => {
      const url = await server.createDatabase()
      const store = await openWorded(() => openStore(url), [aDelivery(heading, 1)])
      const lease = { platform: 'slack', allowance: UNLIMITED, after: '', limit: 1, lookAheadMs: 0, leaseMs: 60_000 }
      const mine = await claimReady(store, { ...lease, owner: 'one', now: store.now() })
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
      const replica = await openStore(url)
      expect(Math.abs(replica.now() - store.now())).toBeLessThan(30_000)
      const theirs = await claimReady(replica, { ...lease, owner: 'two', now: replica.now() })
      vi.useRealTimers()
      expect([mine.claims.length, theirs.claims.length]).toEqual([1, 0])
      await Promise.all([store.close(), replica.close()])
    })

    it('survives a server that goes away in mid-transaction and comes back', async () => {
      const store = await openStore(await server.createDatabase())
      const row = (key: string) => ({ key, value: '' })
      await store.db.insertInto('meta').values(row('before')).execute()
      const lead = await store.tryLead('collect')
      const interrupted = store.write(async (db) => {
        await db.insertInto('meta').values(row('half')).execute()
        await server.stop()
        await db.insertInto('meta').values(row('other half')).execute()
      })
      await expect(interrupted).rejects.toThrow()
      expect(lead?.isHeld()).toBe(false)
      await expect(store.db.selectFrom('meta').selectAll().execute()).rejects.toThrow()
      await server.start()
      await store.db.insertInto('meta').values(row('after')).execute()
      expect(await store.db.selectFrom('meta').select('key').execute()).toEqual([{ key: 'before' }, { key: 'after' }])
      expect((await store.tryLead('collect'))?.isHeld()).toBe(true)
      await store.close()
    })
  },
)
