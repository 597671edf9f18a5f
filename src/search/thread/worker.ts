import { parentPort, workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createSqliteEngine } from '../engines/sqlite.ts'
import { WEIGHTS } from '../ranking/weights.ts'
import { createSearcher } from '../searcher.ts'
import {
  type Ask,
  DEADLINE_MS,
  type Opened,
  type Question,
  type Ready,
  type Response,
  type ThreadAnswer,
} from './thread.ts'

// The thread that searches: SQLite answers synchronously, and the main thread has people to listen to.
const { path, vectors }: Opened = workerData
const db = new Kysely<Schema>({
  dialect: createSqliteDialect(path, { readOnly: true, extension: vectors?.extension ?? null }),
})
const searcher = createSearcher(createSqliteEngine(db), WEIGHTS, vectors?.model)
// On a busy machine a thread takes a second to start; that is not taken from its first answer.
const firstDeadline = Date.now() + DEADLINE_MS

parentPort?.postMessage({ ready: true } satisfies Ready)
parentPort?.on('message', async (question: Question) => {
  parentPort?.postMessage(await respond(question))
})

async function respond({ id, ask, until }: Question): Promise<Response> {
  try {
    return { id, answer: await answer(ask, Math.max(until, firstDeadline)) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function answer(ask: Ask, until: number): Promise<ThreadAnswer> {
  switch (ask.about) {
    case 'search':
      return searcher.search(ask.query, { ...ask, until })
    case 'similar':
      return searcher.similar(ask.paper, ask.asker, ask.limit)
    case 'complete':
      return searcher.complete(ask.prefix)
  }
}
