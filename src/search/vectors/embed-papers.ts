import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { ModelServerError } from '../../models/server.ts'
import { embedEach } from './embed-each.ts'
import type { Embedder } from './embedder.ts'
import { promptsFor } from './prompts.ts'
import { quantize } from './quantize.ts'
import {
  confirmVectors,
  forgetVectors,
  NEWEST,
  type PaperVector,
  type PaperVectorState,
  readSpace,
  saveVectors,
  vectorPage,
  writeSpace,
} from './stored-vectors.ts'

// text-embeddings-inference takes 32 texts at a time, others take more; the answer is read in a few milliseconds.
const BATCH = 32
/** A small model on a processor takes this long over 32 abstracts; then fewer are tried. */
const PATIENCE_MS = 60_000
/** Read in a few milliseconds. */
const PAGE = 500
const FORGOTTEN_AT_ONCE = 200
/** Between two looks at all papers only the newest page is looked at: what is new or was corrected stands there, but for imports. */
const FAR_EVERY_MS = 3_600_000

type PaperEmbedderOptions = { store: Store; embedder: Embedder; signal: AbortSignal }

/**
 * Gives papers their vectors, newest first, until all have one, the day's tokens are used up, the server fails, or `isFree` says that
 * something else comes first; the next run goes on. For one process at a time: what it is doing, another would do again.
 */
export function createPaperEmbedder({ store, embedder, signal }: PaperEmbedderOptions) {
  let size = BATCH
  let farAt = 0

  return async function embedPapers(isFree: () => boolean): Promise<void> {
    // Also when a run was stopped in the middle of clearing.
    if ((await readSpace(store.db))?.model !== embedder.model) await clear()
    const isFar = store.now() - farAt > FAR_EVERY_MS
    if (isFar) farAt = store.now()
    let place: typeof NEWEST | null = NEWEST
    while (place !== null) {
      const page: Awaited<ReturnType<typeof vectorPage>> = await vectorPage(store.db, place, PAGE)
      let stale = page.papers.filter(({ changedAt, ofChange }) => ofChange !== changedAt)
      while (stale.length > 0) {
        const some = stale.slice(0, size)
        const mayGoOn = isFree() && !signal.aborted && !embedder.isResting()
        if (!mayGoOn || !(await embedSome(some))) {
          farAt = 0
          return
        }
        stale = stale.slice(some.length)
      }
      place = isFar ? page.next : null
      await nextTurn()
    }
  }

  /** false when it has to wait. */
  async function embedSome(papers: PaperVectorState[]): Promise<boolean> {
    const texts = await readTexts(store.db, papers, promptsFor(embedder.model).paper)
    const [same, changed] = [texts.filter(isSame), texts.filter((text) => !isSame(text))]
    if (same.length > 0)
      await store.write((db) =>
        confirmVectors(
          db,
          same.map(({ paper }) => paper),
        ),
      )
    const left = changed.length === 0 ? 0 : await embedder.tokensLeft('papers')
    const affordable = changed.filter((_, index) => tokensIn(changed.slice(0, index + 1)) <= left)
    const isDone = affordable.length === 0 || (await embedTexts(affordable))
    return isDone && affordable.length === changed.length
  }

  async function embedTexts(texts: PaperText[]): Promise<boolean> {
    const patience = AbortSignal.timeout(PATIENCE_MS)
    try {
      const said = texts.filter(({ text }) => text !== '')
      const deadline = AbortSignal.any([signal, patience])
      const vectors = await embedEach(
        embedder,
        said.map(({ text }) => text),
        deadline,
      )
      await keep(texts, new Map(said.map(({ paper }, index) => [paper.seq, vectors[index] ?? null])))
      return true
    } catch (error) {
      if (patience.aborted) size = Math.ceil(size / 2)
      if (error instanceof ModelServerError) return false
      throw error
    }
  }

  async function keep(texts: PaperText[], vectors: Map<number, Float32Array | null>): Promise<void> {
    const [first] = [...vectors.values()].filter((vector) => vector !== null)
    const space = await readSpace(store.db)
    if (first && space?.dimensions !== first.length) {
      await clear()
      await writeSpace(store.db, { model: embedder.model, dimensions: first.length })
    }
    const rows = texts.map(({ paper, hash }): PaperVector => {
      const vector = vectors.get(paper.seq)
      return { seq: paper.seq, ofChange: paper.changedAt, hash, vector: vector ? quantize(vector) : null }
    })
    await store.write((db) => saveVectors(db, store.dialect, rows))
  }

  /** Vectors of another model, or of another length, say nothing beside the new ones: they go, and are made anew. */
  async function clear(): Promise<void> {
    farAt = 0
    await writeSpace(store.db, null)
    while (await store.write((db) => forgetVectors(db, FORGOTTEN_AT_ONCE))) await nextTurn()
  }
}

type PaperText = { paper: PaperVectorState; text: string; hash: string }

const isSame = ({ paper, hash }: PaperText): boolean => paper.hash === hash

/** What the model is shown of a paper. */
async function readTexts(db: Db, papers: PaperVectorState[], prompt: string): Promise<PaperText[]> {
  if (papers.length === 0) return []
  const numbers = papers.map(({ seq }) => seq)
  const rows = await db.selectFrom('papers').select(['seq', 'title', 'abstract']).where('seq', 'in', numbers).execute()
  const said = new Map(rows.map(({ seq, title, abstract }) => [seq, `${title}\n${abstract}`.trim()]))
  return papers.map((paper) => {
    const text = said.get(paper.seq) ?? ''
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22)
    return { paper, text: text && prompt + text, hash }
  })
}

/** Four characters are about a token. */
const tokensIn = (texts: PaperText[]): number => texts.reduce((sum, { text }) => sum + text.length / 4, 0)
