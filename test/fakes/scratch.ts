import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../src/db/open.ts'

/** A new, empty database. */
export const openScratch = (): Promise<Store> =>
  openStore(`file:${join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'test.db')}`)
