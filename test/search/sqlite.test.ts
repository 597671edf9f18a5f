import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { searchContract } from '../contracts/search.ts'

describe('the search on SQLite', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'paperboy-search-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  searchContract(async () => `file:${folder}/${crypto.randomUUID()}.db`)
})
