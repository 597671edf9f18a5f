import { saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import { createWatch } from '../../src/ops/watch/watch.ts'
import { openSearch } from '../../src/search/search.ts'
import { createHttp } from '../../src/sources/http/http.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { tick } from '../../src/tick/collector.ts'
import { fakeChat } from '../fakes/chat.ts'
import { log, openFakeDay } from '../fakes/day.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { readAbstracts } from '../fakes/texts.ts'
import { traitsOf } from '../fakes/traits.ts'
import { collectGarbage } from './garbage.ts'
import { syntheticPapers } from './synthetic.ts'

const CHANNELS = 200
const MINUTE = 60_000
const START = Date.parse('2026-03-31T00:00:00Z')
const PER_HOUR = 10

// A day of the whole bot, minute by minute on a clock of its own: new papers and upvotes every hour, a digest for eight channels an hour,
// and people who search, vote and open what they find. Prints the memory after each hour, and the most there was.
const day = await openFakeDay()
const chat = fakeChat('slack')
const search = await openSearch(day.store)
const stock = syntheticPapers(24 * PER_HOUR + 500)
const bot = {
  ...day,
  search,
  summarize: createExtractive(),
  connections: [],
  traitsOf,
  adapters: new Map([['slack', chat]]),
  alertChannel: null,
  letters: null,
  archive: null,
  heartbeatUrl: null,
  webAddress: null,
  http: createHttp({ contact: null, log }),
  fetchMatches: () => Promise.reject(new Error('Nobody asks outside.')),
  readText: readAbstracts,
  fetchPaper: () => Promise.reject(new Error('Nobody suggests a paper.')),
}
const handlers = createHandlers(bot, { wake() {} })
const watch = createWatch(bot)
const channelOf = (index: number): ChannelId => `slack:T${index % 20}/C${index}` as const

list(500, '2026-03-30')
for (let index = 0; index < CHANNELS; index += 1) {
  await subscribeChannel(day.store.db, channelOf(index), `papers-${index}`, START)
  await saveSettings(day.store.db, channelOf(index), { postAt: `${String(index % 24).padStart(2, '0')}:00` })
}
const hours: number[] = []
for (let minute = 0; minute < 24 * 60; minute += 1) {
  const now = START + minute * MINUTE
  if (minute % 60 === 0) list(PER_HOUR, '2026-03-31')
  await tick(bot, now)
  await deliverAll(day.store, chat, now)
  await watch(now)
  if (minute % 6 === 0) await somebodyAsks(minute)
  if (minute % 60 === 59) hours.push(await resident())
}
const most = process.resourceUsage().maxRSS / 1024
process.stdout.write(JSON.stringify({ hours, most }))
await search.close()
await day.close()

function list(count: number, on: string): void {
  for (const sighting of day.source.sightings) sighting.upvotes = (sighting.upvotes ?? 0) + 1
  for (let added = 0; added < count; added += 1) {
    const { value } = stock.next()
    if (value) day.source.sightings.push({ ...value, source: 'huggingface', day: on })
  }
}

async function somebodyAsks(minute: number): Promise<void> {
  const [channel, person] = [channelOf(minute % CHANNELS), `slack:T${minute % 20}/U${minute % 50}`] as const
  const post = chat.posts.at(-1)
  chat.posts.length = 0
  for (const text of ['badaba', 'top', 'today', `since:1w ba${minute}`, 'settings', 'help'])
    await handlers.onCommand({ channel, person, text })
  if (post && 'channel' in post.to)
    await handlers.onReaction({
      post: { channel: post.to.channel, id: String(minute) },
      person,
      emoji: '👍',
      change: 'added',
      at: minute,
    })
}

/** What is held after everything unused is given back. Megabytes. */
async function resident(): Promise<number> {
  await collectGarbage()
  return process.memoryUsage.rss() / 1024 ** 2
}
