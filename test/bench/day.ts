import { DatabaseSync } from 'node:sqlite'
import { listChannels, subscribeChannel } from '../../src/channels/channels.ts'
import { openStore } from '../../src/db/open.ts'
import { postNow } from '../../src/digest/plan/post.ts'
import { collect } from '../../src/sources/collecting/collect.ts'
import { createHttp } from '../../src/sources/http/http.ts'
import { createHuggingFace } from '../../src/sources/huggingface/index.ts'
import { createState } from '../../src/state/state.ts'
import { log } from '../fakes/day.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { traitsOf } from '../fakes/traits.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder } from '../program/run.ts'
import { type Bench, beside, median } from './bench.ts'

const DAY = '2026-03-31'

export const aDay: Bench[] = [
  {
    what: 'one day (50 papers) fetched, merged, chosen, stored',
    bar: '≤ 300 ms of CPU',
    async run() {
      const huggingFace = await startFakeHuggingFace({ days: { [DAY]: items(50) } })
      const times: number[] = []
      for (let round = 0; round < 5; round++) times.push(await oneDay(huggingFace.url))
      await huggingFace.close()
      return { measured: beside(median(times), 'read and kept plainly', plainDay()), met: median(times) <= 300 }
    },
  },
]

/** The same day as JSON, read and put into a table of its own a row at a time: milliseconds of CPU. */
function plainDay(): number {
  const db = new DatabaseSync(`${freshFolder()}/plain.db`)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; create table papers (id text primary key, paper text)')
  const [insert, text] = [db.prepare('insert into papers values (?, ?)'), JSON.stringify(items(50))]
  const before = process.cpuUsage()
  for (const [index, item] of JSON.parse(text).entries()) insert.run(String(index), JSON.stringify(item))
  const { user, system } = process.cpuUsage(before)
  db.close()
  return (user + system) / 1000
}

/** Milliseconds of CPU. */
async function oneDay(url: string): Promise<number> {
  const store = await openStore(`file:${freshFolder()}/test.db`)
  const now = Date.parse(`${DAY}T12:00:00Z`)
  const source = createHuggingFace({ url, token: null, http: createHttp({ contact: null, log }), log, now: () => now })
  await subscribeChannel(store.db, 'terminal:local', 'terminal', now)
  const before = process.cpuUsage()
  const context = { store, log, signal: new AbortController().signal, state: createState(store.now) }
  await collect({ ...context, sources: [source], now }, { since: DAY, until: DAY })
  const defaults = {
    timezone: 'UTC',
    postAt: '09:00',
    postDays: [1, 2, 3, 4, 5] as const,
    papersPerDay: 5,
    language: 'en',
    sources: ['huggingface'],
  }
  await postNow(
    { ...context, traitsOf, defaults: { ...defaults, postDays: [...defaults.postDays] } },
    await listChannels(store.db),
    { date: DAY, now, dryRun: false },
  )
  const { user, system } = process.cpuUsage(before)
  await store.close()
  return (user + system) / 1000
}
