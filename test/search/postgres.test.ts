import { afterAll, beforeAll, describe } from 'vitest'
import { searchContract } from '../contracts/search.ts'
import { searchInputContract } from '../contracts/search-input.ts'
import { searchMeaningContract } from '../contracts/search-meaning.ts'
import { searchTeamContract } from '../contracts/search-team.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'

describe.skipIf(missingPostgres !== null)(
  `the search on PostgreSQL${missingPostgres ? ` (skipped: ${missingPostgres})` : ''}`,
  () => {
    let server: TestPostgres
    beforeAll(async () => {
      server = await startPostgres()
    })
    afterAll(() => server.close())

    searchContract(() => server.createDatabase())
    searchTeamContract(() => server.createDatabase())
    searchInputContract(() => server.createDatabase())
    searchMeaningContract(() => server.createDatabase())
  },
)
