import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { UNLIMITED } from '../../src/core/network/allowance.ts'
import { openStore } from '../../src/db/open.ts'
import { claimReady } from '../../src/outbox/queue/claims.ts'
import { aDelivery, heading, openWorded } from '../fixtures/deliveries.ts'
import { CERTIFICATES, missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'
import { runProgram } from '../program/run.ts'

describe.skipIf(missingPostgres !== null)(
  `PostgreSQL${missingPostgres ? ` (skipped: ${missingPostgres})` : ''}`,
  () => {
    let server: TestPostgres
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.close())

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

    it('says in one sentence which right is missing', async () => {
      const database = await server.createDatabase()
      await server.run("create role guest login password 'guest'", database)
      const url = database.replace('postgres:password', 'guest:guest')
      const refusal = (said: string) => expect(openStore(url)).rejects.toThrow(said)
      await refusal('the user may not create tables there; as its owner run: GRANT CREATE ON SCHEMA public TO guest')
      await server.run('create schema "Lab"; alter role guest set search_path = "Lab"', database)
      await refusal('the user sees no schema of its search_path ("Lab")')
      await server.run('grant usage on schema "Lab" to guest', database)
      await refusal('as its owner run: GRANT CREATE ON SCHEMA "Lab" TO guest')
      await server.run('grant create on schema "Lab" to guest', database)
      await (await openStore(url)).close()
      await server.run('alter table "Lab".migrations owner to postgres', database)
      await refusal('permission denied for table migrations; the tables belong to another user')
    })

    it('keeps to the schema that DATABASE_URL names', async () => {
      const url = await server.createDatabase()
      await server.run('create schema papers', url)
      const store = await openStore(`${url}?options=-csearch_path%3Dpapers`)
      await store.db.insertInto('meta').values({ key: 'k', value: 'v' }).execute()
      const again = await openStore(`${url}?options=-c%20search_path=papers`)
      expect(await again.db.selectFrom('meta').select('key').execute()).toEqual([{ key: 'k' }])
      expect((await again.tryLead('collect'))?.isHeld()).toBe(true)
      await Promise.all([store.close(), again.close()])
      await expect(server.run('select * from public.migrations', url)).rejects.toThrow('does not exist')
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
      expect(lead?.isHeld()).toBe(true)
      vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 16_000)
      expect(lead?.isHeld()).toBe(false)
      vi.restoreAllMocks()
      await expect(store.db.selectFrom('meta').selectAll().execute()).rejects.toThrow()
      await server.start()
      await store.db.insertInto('meta').values(row('after')).execute()
      expect(await store.db.selectFrom('meta').select('key').execute()).toEqual([{ key: 'before' }, { key: 'after' }])
      expect(await store.tryLead('collect')).toBe(null)
      await store.db.updateTable('leases').set({ until: 0 }).execute()
      expect((await store.tryLead('collect'))?.isHeld()).toBe(true)
      await store.close()
    })

    describe('over TLS', () => {
      let secured: TestPostgres
      let url: string
      beforeAll(async () => {
        secured = await startPostgres({ isSecure: true })
        url = await secured.createDatabase()
      })
      afterAll(() => secured.close())
      const open = (end: string, host = '127.0.0.1') =>
        openStore(`${url.replace('127.0.0.1', host)}?${end}`).then((store) => store.close())

      it('opens as sslmode says, and checks the certificate unless it says not to', async () => {
        const authority = `sslrootcert=${join(CERTIFICATES, 'ca.crt')}`
        await open('sslmode=disable')
        await open(`sslmode=verify-full&${authority}`)
        await open(`sslmode=verify-full&${authority}`, 'localhost')
        await open(`sslmode=require&${authority}`)
        await open('sslmode=no-verify')
        await open('uselibpqcompat=true&sslmode=require')
        const unknown = /its certificate is not known here; add sslrootcert=FILE .* NODE_EXTRA_CA_CERTS/
        await expect(open('sslmode=verify-full')).rejects.toThrow(unknown)
        await expect(open('sslmode=require')).rejects.toThrow(unknown)
        await expect(open('sslmode=verify-full&sslrootcert=/nowhere.crt')).rejects.toThrow('/nowhere.crt')
      })

      it('knows an authority from NODE_EXTRA_CA_CERTS', async () => {
        const env = {
          DATABASE_URL: `${url}?sslmode=verify-full`,
          NODE_EXTRA_CA_CERTS: join(CERTIFICATES, 'ca.crt'),
        }
        const { code, stderr } = await runProgram(['search', 'agents'], { env })
        expect([code, stderr]).toEqual([0, ''])
      })
    })
  },
)
