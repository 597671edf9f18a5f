import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createSearchThread, type SearchThread } from '../../../src/search/thread/thread.ts'
import { deadline } from '../../wait.ts'

let folder: string
let thread: SearchThread | undefined

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-thread-'))
})

afterEach(async () => {
  await thread?.close()
  await rm(folder, { recursive: true })
})

const complete = (prefix: string, signal?: AbortSignal) => thread?.ask('complete', [prefix], signal)

it('answers every question although the thread crashes at the first', async () => {
  thread = createSearchThread(join(folder, 'lives'), { script: new URL('crashing.ts', import.meta.url) })
  const answers = await Promise.all([complete('a'), complete('b')])
  expect(answers).toEqual([[{ query: 'a', label: 'life 2' }], [{ query: 'b', label: 'life 2' }]])
})

it('gives up on a question that crashes it again and again, and answers the next', async () => {
  thread = createSearchThread(join(folder, 'lives'), { script: new URL('crashing.ts', import.meta.url) })
  await expect(complete('deadly')).rejects.toThrow('The search broke down over this')
  expect(await complete('a')).toHaveLength(1)
})

it('replaces a thread that hangs', async () => {
  const script = new URL('hanging.ts', import.meta.url)
  thread = createSearchThread(folder, { script, startMs: 0, deadlineMs: deadline(1_000), graceMs: deadline(1_000) })
  await expect(complete('forever')).rejects.toThrow('The search took too long')
  expect(await complete('a')).toEqual([])
})

it('stops waiting when nobody wants the answer any more, and when it is closed', async () => {
  thread = createSearchThread(folder, { script: new URL('hanging.ts', import.meta.url) })
  const abort = new AbortController()
  const cancelled = expect(complete('forever', abort.signal)).rejects.toThrow('cancelled')
  abort.abort()
  await cancelled
  const closed = expect(complete('forever')).rejects.toThrow('closed')
  await thread.close()
  await closed
})

it('says what is wrong when there is no database', async () => {
  thread = createSearchThread(join(folder, 'missing.db'))
  await expect(complete('a')).rejects.toThrow('unable to open')
})
