import { parentPort, workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import { describeError } from '../../core/error-words.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createSqliteEngine } from '../engines/sqlite.ts'
import { WEIGHTS } from '../ranking/weights.ts'
import { createSearcher } from '../searcher.ts'
import type { ThreadAnswer, ThreadData, ThreadQuestion, ThreadReady, ThreadRequest, ThreadResponse } from './thread.ts'
import { DEADLINE_MS } from './thread.ts'

// SQLite answers synchronously, so it is searched on a thread of its own.
const { path, vectors }: ThreadData = workerData
const db = new Kysely<Schema>({
  dialect: createSqliteDialect(path, { readOnly: true, extension: vectors?.extension ?? null }),
})
const searcher = createSearcher(createSqliteEngine(db), WEIGHTS, vectors?.model)
// A thread may take a second to start; its first answer gets the full time all the same.
const firstDeadline = Date.now() + DEADLINE_MS

parentPort?.postMessage({ ready: true } satisfies ThreadReady)
parentPort?.on('message', async (question: ThreadQuestion) => {
  parentPort?.postMessage(await respond(question))
})

async function respond({ id, ask, until }: ThreadQuestion): Promise<ThreadResponse> {
  try {
    return { id, answer: await answer(ask, Math.max(until, firstDeadline)) }
  } catch (error) {
    return { id, error: describeError(error) }
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
