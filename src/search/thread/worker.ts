import { parentPort, workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createSqliteEngine } from '../engines/sqlite.ts'
import { WEIGHTS } from '../ranking/weights.ts'
import { createSearcher } from '../searcher.ts'
import {
  DEADLINE_MS,
  type ThreadAnswer,
  type ThreadData,
  type ThreadQuestion,
  type ThreadReady,
  type ThreadRequest,
  type ThreadResponse,
} from './thread.ts'

// The thread that searches: SQLite answers synchronously, and the main thread has people to listen to.
const { path, vectors }: ThreadData = workerData
const db = new Kysely<Schema>({
  dialect: createSqliteDialect(path, { readOnly: true, extension: vectors?.extension ?? null }),
})
const searcher = createSearcher(createSqliteEngine(db), WEIGHTS, vectors?.model)
// On a busy machine a thread takes a second to start; that is not taken from its first answer.
const firstDeadline = Date.now() + DEADLINE_MS

parentPort?.postMessage({ ready: true } satisfies ThreadReady)
parentPort?.on('message', async (question: ThreadQuestion) => {
  parentPort?.postMessage(await respond(question))
})

async function respond({ id, ask, until }: ThreadQuestion): Promise<ThreadResponse> {
  try {
    return { id, answer: await answer(ask, Math.max(until, firstDeadline)) }
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) }
  }
}

async function answer(ask: ThreadRequest, until: number): Promise<ThreadAnswer> {
  switch (ask.about) {
    case 'search':
      return searcher.search(ask.query, { ...ask, until })
    case 'similar':
      return searcher.similar(ask.paper, ask.asker, ask.limit)
    case 'complete':
      return searcher.complete(ask.prefix)
  }
}
