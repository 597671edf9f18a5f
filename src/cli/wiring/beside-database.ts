import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Store } from '../../db/open.ts'

/** Where files lie that can be fetched anew. PostgreSQL’s database is on another machine: a restart may lose them. */
export const besideDatabase = ({ dialect, place }: Pick<Store, 'dialect' | 'place'>, name: string): string =>
  dialect === 'sqlite' ? join(dirname(place), name) : join(tmpdir(), `paperboy-${name}`)
