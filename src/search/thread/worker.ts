import { parentPort, workerData } from 'node:worker_threads'
import { Kysely } from 'kysely'
import { describeError } from '../../core/error-words.ts'
import type { Schema } from '../../db/schema.ts'
import { createSqliteDialect } from '../../db/sqlite.ts'
import { createSqliteEngine } from '../engines/sqlite.ts'
import { askBy, createSearcher, type Searcher } from '../searcher.ts'
import { DEADLINE_MS, type ThreadData, type ThreadQuestion, type ThreadReady, type ThreadResponse } from './thread.ts'

// SQLite answers synchronously, so it is searched on a thread of its own.
const { path, vectors }: ThreadData = workerData
const db = new Kysely<Schema>({
  dialect: createSqliteDialect(path, { readOnly: true, extension: vectors?.extension ?? null }),
})
const { search, similar, complete } = createSearcher(createSqliteEngine(db), vectors?.model)
// A thread may take a second to start; its first answer gets the full time all the same.
const firstDeadline = Date.now() + DEADLINE_MS
const searcher: Searcher = {
  search: (query, request) => search(query, { ...request, until: Math.max(request.until, firstDeadline) }),
  similar,
  complete,
}

parentPort?.postMessage({ ready: true } satisfies ThreadReady)
parentPort?.on('message', async (question: ThreadQuestion) => {
  parentPort?.postMessage(await respond(question))
})

async function respond({ id, ask, given }: ThreadQuestion): Promise<ThreadResponse> {
  try {
    return { id, answer: await askBy(searcher, ask, given) }
  } catch (error) {
    return { id, error: describeError(error) }
  }
}
