import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { searchHuggingFace, wordsForHuggingFace } from '../../src/search/hugging-face.ts'
import { parseQuery } from '../../src/search/query/parse.ts'
import { openSearch } from '../../src/search/search.ts'
import { aSighting } from '../fixtures/papers.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paperboy-outside-'))
  store = await openStore(`file:${folder}/paperboy.db`)
})

afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

it('keeps what another place found, as no news to anyone', async () => {
  const fetchMatches = async (words: string) => ({
    sightings: [aSighting('2603.00001', '2026-03-01', { paper: { title: `About ${words}` } })],
    skipped: [],
  })
  const signal = new AbortController().signal
  expect(await searchHuggingFace(store, fetchMatches, 'quokkas', signal)).toEqual({
    papers: ['arxiv:2603.00001'],
    newPapers: 1,
  })
  const search = await openSearch(store)
  expect((await search.search('quokka source:search', { asker: null, limit: 5, offset: 0 })).total).toBe(1)
  expect((await search.search('quokka source:huggingface', { asker: null, limit: 5, offset: 0 })).total).toBe(0)
  await search.close()
})

it('tells another place nothing but the words', () => {
  expect(wordsForHuggingFace(parseQuery('skill* "link prediction" -graph author:lecun posted:#secret by:me'))).toBe(
    'skill link prediction lecun',
  )
})
