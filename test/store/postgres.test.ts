import { afterAll, beforeAll, describe } from 'vitest'
import { storeContract } from '../contracts/store.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'

describe.skipIf(missingPostgres !== null)(
  `the store on PostgreSQL${missingPostgres ? `: ${missingPostgres}` : ''}`,
  () => {
    let server: TestPostgres
    beforeAll(async () => {
      server = await startPostgres()
    }, 60_000)
    afterAll(() => server.close())

    storeContract(() => server.createDatabase())
  },
)
