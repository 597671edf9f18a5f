import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { searchContract } from '../contracts/search.ts'
import { searchInputContract } from '../contracts/search-input.ts'
import { searchMeaningContract } from '../contracts/search-meaning.ts'
import { searchTeamContract } from '../contracts/search-team.ts'

describe('the search on SQLite', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-search-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const createDatabase = async () => `file:${folder}/${crypto.randomUUID()}.db`
  searchContract(createDatabase)
  searchTeamContract(createDatabase)
  searchInputContract(createDatabase)
  searchMeaningContract(createDatabase)
})
