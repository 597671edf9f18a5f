import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe } from 'vitest'
import { storeContract } from '../contracts/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'paperboy-sqlite-'))
let databases = 0
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const newFile = () => join(folder, `${++databases}.db`)

describe('the store on SQLite', () => storeContract(async () => `file:${newFile()}`))
