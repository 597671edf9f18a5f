import { afterAll, beforeAll, describe } from 'vitest'
import { storeContract } from '../contracts/store.ts'
import { upgradeContract, writtenByOldVersion } from '../contracts/upgrade.ts'
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
  },
)
