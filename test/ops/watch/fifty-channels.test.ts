import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { findChannel, listChannels, saveSettings, subscribeChannel } from '../../../src/channels/channels.ts'
import { effectiveSettings } from '../../../src/channels/settings.ts'
import type { ChannelId, PersonId } from '../../../src/core/chat.ts'
import type { PaperSource } from '../../../src/core/paper.ts'
import { addDays, postMoment } from '../../../src/core/schedule.ts'
import { insertFollow } from '../../../src/library/follows/follows.ts'
import { createReadiness } from '../../../src/ops/readiness.ts'
import { createWatch } from '../../../src/ops/watch/watch.ts'
import { createHttp } from '../../../src/sources/http/http.ts'
import { createState } from '../../../src/state/state.ts'
import { tick } from '../../../src/tick/collector.ts'
import { fakeChat } from '../../fakes/chat.ts'
import { CHANNEL, openFakeDay } from '../../fakes/day.ts'
import { deliverAll } from '../../fakes/deliver.ts'
import { fakeSource } from '../../fakes/source.ts'
import { aSighting } from '../../fixtures/papers.ts'
import { deadline } from '../../wait.ts'

const MINUTE = 60_000
/** Every moment of a post below lies on one of these. */
const EVERY = 60 * MINUTE
const MORNING = Date.parse('2026-03-31T00:00:00Z')
const ZONES = ['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Tokyo']
const NONSENSE = 'feed:https://nonsense.example/rss'
const ODD = 'feed:https://odd.example/rss'
const [BAD_ZONE, BAD_RULE, BAD_SOURCE] = ['slack:T1/ZONE', 'slack:T2/RULE', 'slack:T3/SOURCE'] as const

const day = await openFakeDay({ sources: ['huggingface', NONSENSE, ODD], postDays: [1, 2, 3, 4, 5, 6, 7] })
afterEach(() => day.close())

/** What no type allows, each time another. */
function nonsense(): PaperSource {
  const answers: unknown[] = [null, '<html>', { sightings: [null] }, { sightings: 'none', skipped: 7 }]
  let asked = 0
  return {
    name: NONSENSE,
    fetchPapers: async () => answers[asked++ % answers.length] as Awaited<ReturnType<PaperSource['fetchPapers']>>,
  }
}

/** One paper, which has no authors any more when rules look for them. */
const odd = fakeSource(ODD, [aSighting('2603.90000', '2026-03-31', { source: ODD })])

/** The bot with a clock that the test sets: 47 channels like others, and three that are not. */
async function openBot() {
  let now = MORNING - 36 * 60 * MINUTE
  const store = { ...day.store, now: () => now }
  const lines: { level: number; msg: string }[] = []
  const log = pino({ level: 'warn', base: null }, { write: (line) => void lines.push(JSON.parse(line)) })
  const chat = fakeChat('slack')
  const bot = {
    ...{ ...day, store, log, state: createState(() => now) },
    sources: [day.source, nonsense(), odd],
    connections: [{ platform: 'slack' as const, isConnected: () => true }],
    adapters: new Map([['slack', chat]]),
    ...{ alertChannel: null, heartbeatUrl: null, webAddress: null, http: createHttp({ contact: null, log }) },
  }
  const watch = createWatch(bot)
  const channels = Array.from({ length: 47 }, (_, index): ChannelId => `slack:T${index % 5}/C${index}` as const)
  await store.db.deleteFrom('channels').where('id', '=', CHANNEL).execute()
  for (const [index, id] of [...channels, BAD_ZONE, BAD_RULE, BAD_SOURCE].entries()) {
    const manager: PersonId = `slack:T${id.charAt(7)}/U-${id.slice(9)}` as const
    await subscribeChannel(store.db, id, id.slice(9), now, manager)
    const timezone = ZONES[index % ZONES.length] ?? 'UTC'
    const postAt = `${String((index * 5) % 24).padStart(2, '0')}:00`
    await saveSettings(store.db, id, { timezone, postAt, sources: ['huggingface', ...(id === BAD_RULE ? [ODD] : [])] })
  }
  return {
    ...{ bot, chat, channels, lines },
    async at(time: number): Promise<void> {
      now = time
      await tick(bot, now)
      await deliverAll(store, chat, now)
      await watch(now)
      await deliverAll(store, chat, now)
    },
  }
}

const planned = async (): Promise<Map<string, number>> => {
  const rows = await day.store.db.selectFrom('digests').select(['channel_id', 'date', 'planned_at']).execute()
  return new Map(rows.map(({ channel_id, date, planned_at }) => [`${channel_id} ${date}`, planned_at]))
}

/** The digests that a channel is owed in the 24 hours, and when. */
async function owed(id: ChannelId): Promise<[string, number][]> {
  const channel = await findChannel(day.store.db, id)
  const settings = effectiveSettings(channel?.settings ?? {}, day.defaults)
  return ['2026-03-30', '2026-03-31', addDays('2026-03-31', 1)].flatMap((date): [string, number][] => {
    const moment = postMoment(settings, date) ?? 0
    return moment > MORNING && moment <= MORNING + 24 * 60 * MINUTE ? [[`${id} ${date}`, moment]] : []
  })
}

it(
  'brings 47 channels their digests on time while a zone, a rule and a source of three others are broken',
  async () => {
    const { bot, chat, channels, lines, at } = await openBot()
    const { db } = bot.store
    const list = (hour: number, on: string) =>
      day.source.sightings.push(aSighting(`2603.${10_000 + hour + 100 * Number(on.slice(-2))}`, on))
    list(0, '2026-03-29')
    await at(MORNING - 36 * 60 * MINUTE)
    await db.updateTable('channels').set({ settings: '{"timezone":"PST"}' }).where('id', '=', BAD_ZONE).execute()
    await saveSettings(db, BAD_RULE, {
      include: 'author:doe',
      sources: ['huggingface', ODD],
      timezone: 'UTC',
      postAt: '03:00',
    })
    await saveSettings(db, BAD_SOURCE, { sources: ['huggingface', NONSENSE], timezone: 'UTC', postAt: '08:00' })
    await insertFollow(db, {
      id: 'f1',
      to: { person: 'slack:T2/U1' },
      query: 'agents',
      channel: BAD_SOURCE,
      createdAt: 0,
      paper: null,
    })
    for (let now = MORNING; now <= MORNING + 24 * 60 * MINUTE; now += EVERY) {
      const hour = Math.floor((now - MORNING) / (60 * MINUTE))
      if ((now - MORNING) % (180 * MINUTE) === 0) list(hour % 24, new Date(now).toISOString().slice(0, 10))
      await db.updateTable('papers').set({ authors: 'null' }).where('id', '=', 'arxiv:2603.90000').execute()
      await at(now)
    }

    const digests = await planned()
    const due = (await Promise.all([...channels, BAD_ZONE, BAD_SOURCE].map(owed))).flat()
    expect(due.length).toBeGreaterThanOrEqual(49)
    expect(due.filter(([digest, moment]) => digests.get(digest) !== moment)).toEqual([])
    const sent = await db.selectFrom('deliveries').select('id').where('state', '!=', 'sent').execute()
    expect(sent).toEqual([])
    const told = (to: string) =>
      chat.posts.flatMap((post) => ('person' in post.to && post.to.person === to ? [post.message.note ?? ''] : []))
    expect((await owed(BAD_RULE)).some(([digest]) => digests.has(digest))).toBe(false)

    const said = lines.map((line) => JSON.stringify(line)).join('\n')
    expect(said).toMatch(/timezone PST/)
    expect(said).toMatch(/"channel":"slack:T2\/RULE","step":"choose"/)
    expect(said).toMatch(/"source":"feed:https:\/\/nonsense.example\/rss"/)
    const { ready, text } = await createReadiness(bot)()
    expect(ready).toBe(true)
    expect(text).toMatch(/^ready\n/)
    expect(text).toMatch(/! slack:T1\/ZONE: A stored setting cannot be used: timezone PST/)
    expect(text).toMatch(/✖ slack:T2\/RULE: Its digest could not be planned: /)
    expect(text).toMatch(/! nonsense.example could not be read since /)

    expect(told('slack:T1/U-ZONE')[0]).toContain('timezone PST')
    expect(told('slack:T2/U-RULE').join()).toContain('Its digest could not be planned')
    expect(told('slack:T2/U1').length).toBeGreaterThan(0)
    const [first] = (await listChannels(db)).toSorted((a, b) => a.createdAt - b.createdAt)
    expect(told(first?.subscribedBy ?? '').join()).toContain('nonsense.example could not be read')
  },
  deadline(240_000),
)
