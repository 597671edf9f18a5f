import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Db } from '../../db/db.ts'
import type { Store } from '../../db/open.ts'
import { ModelServerError } from '../../models/server.ts'
import { embedEach } from './embed-each.ts'
import type { Embedder } from './embedder.ts'
import { promptsFor } from './prompts.ts'
import { quantize } from './quantize.ts'
import {
  confirmVectors,
  countVectors,
  forgetVectors,
  NEWEST,
  type PaperVector,
  type PaperVectorState,
  readSpace,
  saveVectors,
  vectorPage,
  writeSpace,
} from './stored-vectors.ts'

// text-embeddings-inference takes 32 texts at a time, others take more.
const BATCH = 32
/** A small model on a processor takes half of this over 32 abstracts, and was loaded first; then fewer are tried. */
const PATIENCE_MS = 120_000
/** Read in a few milliseconds. */
const PAGE = 500
const FORGOTTEN_AT_ONCE = 200
/** All papers are checked this often; else the newest page, with new and corrected papers, but not imports. */
const FAR_EVERY_MS = 3_600_000

type PaperEmbedderOptions = { store: Store; embedder: Embedder; log: Logger; signal: AbortSignal }

/**
 * Gives papers their vectors, newest first, until all have one, the day's tokens are used up, the server fails, or
 * `isFree` says that something else comes first; the next run goes on. For one process at a time: a second one would do
 * the same work again.
 */
export function createPaperEmbedder({ store, embedder, log, signal }: PaperEmbedderOptions) {
  let size = BATCH
  let farAt = 0
  let made = 0

  return async function embedPapers(isFree: () => boolean): Promise<void> {
    made = 0
    await embedAll(isFree)
    if (made > 0)
      log.info({ model: embedder.model.name, papers: made, done: await countVectors(store.db) }, 'papers got vectors')
  }

  async function embedAll(isFree: () => boolean): Promise<void> {
    // Also when a run was stopped in the middle of clearing.
    if ((await readSpace(store.db))?.model !== embedder.model.name) await clear()
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
    const texts = await readTexts(store.db, papers, promptsFor(embedder.model.name).paper)
    const isSame = ({ paper, hash }: PaperText): boolean => paper.hash === hash
    const changed = texts.filter((text) => !isSame(text))
    const same = texts.filter(isSame).map(({ paper }) => paper)
    if (same.length > 0) await store.write((db) => confirmVectors(db, same))
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
      const written = said.map(({ text }) => text)
      const vectors = await embedEach(embedder, written, deadline)
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
      await writeSpace(store.db, { model: embedder.model.name, dimensions: first.length })
    }
    const rows = texts.map(({ paper, hash }): PaperVector => {
      const vector = vectors.get(paper.seq)
      return { seq: paper.seq, ofChange: paper.changedAt, hash, vector: vector ? quantize(vector) : null }
    })
    await store.write((db) => saveVectors(db, store.dialect, rows))
    made += rows.length
  }

  /** Vectors of another model or length cannot be compared with the new ones: they are deleted and made again. */
  async function clear(): Promise<void> {
    farAt = 0
    await writeSpace(store.db, null)
    while (await store.write((db) => forgetVectors(db, FORGOTTEN_AT_ONCE))) await nextTurn()
  }
}

type PaperText = { paper: PaperVectorState; text: string; hash: string }

/** The texts of papers that the model embeds. */
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
