import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfig } from '../../src/cli/settings/config.ts'
import { openSources } from '../../src/cli/wiring/open-sources.ts'
import type { Store } from '../../src/db/open.ts'
import { createState } from '../../src/state/state.ts'
import { startFakeArxiv } from '../fakes/arxiv.ts'
import { log } from '../fakes/day.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { openScratch } from '../fakes/scratch.ts'
import { items } from '../fixtures/huggingface.ts'

const DAY = '2026-03-30'
const { signal } = new AbortController()
let store: Store
let servers: FakeServer[] = []
beforeAll(async () => {
  store = await openScratch()
  const known = [{ id: '2603.00001v3', comment: 'This paper has been withdrawn.' }, { id: '2603.00002v1' }]
  servers = [await startFakeHuggingFace({ days: { [DAY]: items(3) } }), await startFakeArxiv({ day: null, known })]
})
afterAll(async () => {
  await store.close()
  await Promise.all(servers.map((server) => server.close()))
})

it('asks for a list, for a page and for many papers of arXiv at once, and counts each request', async () => {
  const [HF_URL = '', ARXIV_URL = ''] = servers.map(({ url }) => url)
  const config = readConfig([], { HF_URL, ARXIV_URL }, '/nowhere')
  const base = { config, log, store, state: createState(() => 0), metrics: null, signal }
  let spent = 0
  const sources = await (await openSources(base, [])).openRecheckSources(() => {
    spent += 1
  })
  const { sightings } = await sources.fetchDay(DAY, signal)
  expect([sightings.length, spent]).toEqual([3, 1])
  const [first] = sightings
  expect((await sources.fetchPage(first?.paper.id ?? 'arxiv:0', signal))?.title).toBe(first?.paper.title)
  const found = await sources.fetchArxiv(['arxiv:2603.00001', 'arxiv:2603.00002', 'arxiv:2603.00003'], signal)
  expect(found.map(({ id, facts }) => [id, facts.version])).toEqual([
    ['arxiv:2603.00001', 3],
    ['arxiv:2603.00002', undefined],
  ])
  expect(spent).toBe(servers.flatMap(({ requests }) => requests).length)
  expect(spent).toBe(3)
})
