import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { announceChanges } from '../../src/changes/announce.ts'
import { type RecheckSources, recheckPapers } from '../../src/changes/recheck.ts'
import { saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import { type ChannelId, type PersonId, teamOf } from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'
import { linksOf, type Paper, type PaperId, type Sighting } from '../../src/core/paper.ts'
import type { PaperChangeKind } from '../../src/core/paper-facts.ts'
import { DAY_MS } from '../../src/core/schedule.ts'
import { openStore, type Store } from '../../src/db/open.ts'
import { insertRows } from '../../src/db/rows.ts'
import { paperMessage } from '../../src/digest/write/texts.ts'
import { insertFollow } from '../../src/library/follows/follows.ts'
import { notifyFollowers } from '../../src/library/follows/notify.ts'
import { deliveryId } from '../../src/outbox/delivery.ts'
import { postKey } from '../../src/outbox/posts.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { NO_POPULARITY } from '../../src/papers/popularity.ts'
import { SourceError } from '../../src/sources/source-error.ts'
import { isDatabaseReachable } from '../../src/state/isolated.ts'
import { createState } from '../../src/state/state.ts'
import { updateTallies } from '../../src/voting/update-tallies.ts'
import { fakeChat } from '../fakes/chat.ts'
import { log } from '../fakes/day.ts'
import { aPaper, aSighting } from '../fixtures/papers.ts'

const HOUR_MS = 3_600_000
const START = Date.UTC(2026, 0, 5)
const ON: ChannelId = 'slack:T1/C1'
const OFF: ChannelId = 'slack:T2/C2'
const ADA: PersonId = 'slack:T1/U1'
const defaults: Defaults = {
  ...{ timezone: 'UTC', postAt: '09:00', postDays: [1, 2, 3, 4, 5, 6, 7], papersPerDay: 8, language: 'en' },
  sources: ['huggingface'],
}

/** What becomes of a paper, and when. A version and a venue are told to nobody. */
type Kind = PaperChangeKind | 'version' | 'venue'
type Script = { id: PaperId; postedAt: number; changes: { kind: Kind; at: number }[] }

/** The same numbers every time. */
function createDice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

const SHARES: [Kind, share: number][] = [
  ['code', 0.05],
  ['model', 0.03],
  ['dataset', 0.02],
  ['withdrawn', 0.02],
  ['version', 0.2],
  ['venue', 0.2],
]

/** Eight papers a day, until there are 2,000; every twentieth has no arXiv number, and may be retracted. */
function writeScripts(dice: () => number): Script[] {
  return Array.from({ length: 2_000 }, (_, index) => {
    const postedAt = START + Math.floor(index / 8) * DAY_MS
    const isDoi = index % 20 === 0
    const shares: typeof SHARES = isDoi ? [['retracted', 0.2]] : SHARES
    const changes = shares.flatMap(([kind, share]) => {
      const at = postedAt + (10 + dice() * 77) * DAY_MS
      return dice() < share ? [{ kind, at }] : []
    })
    const number = String(index).padStart(5, '0')
    return { id: isDoi ? `doi:10.5555/${number}` : `arxiv:2601.${number}`, postedAt, changes }
  })
}

/** Hugging Face lists every fourth one. */
const isListed = ({ id }: Script): boolean => Number(id.slice(-2)) % 4 === 1

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** A paper as its sources know it at a moment. */
function truthAt({ id, changes }: Script, now: number): Paper {
  const has = (wanted: Kind) => changes.some(({ kind, at }) => kind === wanted && at <= now)
  const paper = aPaper(id, { id, links: linksOf(id) })
  return {
    ...paper,
    links: { ...paper.links, code: has('code') ? `https://github.com/example/${id.slice(-5)}` : null },
    facts: {
      ...(has('model') && { models: [`https://huggingface.co/example/${id.slice(-5)}`] }),
      ...(has('dataset') && { datasets: [`https://huggingface.co/datasets/example/${id.slice(-5)}`] }),
      ...(has('withdrawn') && { comment: 'This paper has been withdrawn by the authors.' }),
      ...(has('retracted') && { standing: 'retracted' as const }),
      ...(has('version') && { version: 2 }),
      ...(has('venue') && { journal: 'J. Tides 12 (2026) 3–9' }),
    },
  }
}

/** Sources that fail now and then, and for days. */
function flakySources(scripts: Script[], now: () => number): RecheckSources {
  const dice = createDice(7)
  const byId = new Map(scripts.map((script) => [script.id, script]))
  const byDay = Map.groupBy(scripts, ({ postedAt }) => dayOf(postedAt))
  const ask = async <T>(outage: [from: number, until: number], answer: () => T): Promise<T> => {
    const day = (now() - START) / DAY_MS
    if (dice() < 0.1 || (day > outage[0] && day < outage[1])) throw new SourceError('It answered 503.', 'refused')
    return answer()
  }
  const known = (id: PaperId): Paper | null => {
    const script = byId.get(id)
    return script ? truthAt(script, now()) : null
  }
  const onLists = ({ models, datasets, ...facts }: Paper['facts']) => facts
  return {
    fetchDay: (day) =>
      ask([100, 104], () => ({
        sightings: (byDay.get(day) ?? []).flatMap((script): Sighting[] => {
          const paper = truthAt(script, now())
          const seen = { source: 'huggingface', day, upvotes: Math.floor(now() / DAY_MS) % 500, comments: 0 }
          return isListed(script) ? [{ ...seen, paper: { ...paper, facts: {} } }] : []
        }),
        skipped: [],
      })),
    fetchPage: (id) => ask([100, 104], () => known(id)),
    fetchArxiv: (ids) =>
      ask([200, 203], () =>
        ids.flatMap((id) => known(id) ?? []).map((paper) => ({ ...paper, facts: onLists(paper.facts) })),
      ),
    fetchDoi: (id) => ask([300, 302], () => known(id)),
  }
}

let store: Store
afterEach(() => store.close())

/** No crash here is one of the machine: nothing waits for the disk. */
async function open(url: string): Promise<void> {
  store = await openStore(url)
  await sql`pragma synchronous = off`.execute(store.db)
}

/** Every step of the bot that has to do with what changes, on a clock that is set. */
function createBot(scripts: Script[], clock: { now: number }) {
  const chat = fakeChat('slack')
  const requests = new Map<string, number>()
  const sources = flakySources(scripts, () => clock.now)
  /** How many requests or edits are left before the next crash. */
  const left = { requests: Number.POSITIVE_INFINITY, edits: Number.POSITIVE_INFINITY }
  const count = async (what: keyof typeof left) => {
    left[what] -= 1
    if (left[what] === 0) await store.close()
  }
  const counted =
    <A, T>(spend: () => void, fetch: (about: A, signal: AbortSignal) => Promise<T>) =>
    async (about: A, signal: AbortSignal) => {
      spend()
      requests.set(dayOf(clock.now), (requests.get(dayOf(clock.now)) ?? 0) + 1)
      await count('requests')
      return fetch(about, signal)
    }
  const edit: typeof chat.edit = async (ref, message) => {
    const outcome = await chat.edit(ref, message)
    await count('edits')
    return outcome
  }
  const context = () => ({
    ...{ store, log, defaults, signal: new AbortController().signal, state: createState(() => clock.now) },
    adapters: new Map([['slack', { ...chat, edit }]]),
    openRecheckSources: async (spend: () => void): Promise<RecheckSources> => ({
      fetchDay: counted(spend, sources.fetchDay),
      fetchPage: counted(spend, sources.fetchPage),
      fetchArxiv: counted(spend, sources.fetchArxiv),
      fetchDoi: counted(spend, sources.fetchDoi),
    }),
  })
  const steps = [
    () => recheckPapers(context(), clock.now),
    () => announceChanges(context(), clock.now),
    () => updateTallies(context(), clock.now),
    () => notifyFollowers(context(), clock.now),
  ]
  return { chat, requests, left, steps }
}

it('tells of each change of a year once, with flaky sources and twenty crashes, in 200 requests a day', async () => {
  const url = `file:${join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'test.db')}`
  const scripts = writeScripts(createDice(1))
  const byDay = Map.groupBy(scripts, ({ postedAt }) => dayOf(postedAt))
  const clock = { now: START }
  const { chat, requests, left, steps } = createBot(scripts, clock)
  await open(url)
  await subscribeChannel(store.db, ON, 'papers', 0)
  await subscribeChannel(store.db, OFF, 'quiet', 0)
  await saveSettings(store.db, OFF, { news: 'off' })

  const sightings = scripts.map((script) => {
    const source = isListed(script) ? 'huggingface' : 'feed:https://journal.example/rss'
    return aSighting(script.id, dayOf(script.postedAt), { source, paper: truthAt(script, START) })
  })
  await recordSightings(store, sightings, START, 500)

  let crashes = 0
  for (let day = 0; day < 365; day += 1) {
    clock.now = START + day * DAY_MS + 10 * HOUR_MS
    const today = byDay.get(dayOf(clock.now)) ?? []
    if (today.length > 0) await post(today, clock.now - 1)
    // Among the requests, after an edit that nobody noted yet, or after one of the steps.
    const crash = day % 15 === 14 && day < 300 ? Math.floor(day / 15) % 6 : null
    if (crash === 4) left.requests = 7
    if (crash === 5) left.edits = 1
    for (const [index, work] of steps.entries()) {
      await work().catch(() => {})
      if (crash === index) await store.close()
      if (await isDatabaseReachable(store)) continue
      crashes += 1
      await open(url)
    }
  }

  const told = scripts.flatMap(({ id, changes }) =>
    changes.flatMap(({ kind }) => (kind === 'version' || kind === 'venue' ? [] : [`${id} ${kind}`])),
  )
  expect(told.length).toBeGreaterThan(200)
  expect([crashes, Math.max(...requests.values()) <= 200]).toEqual([20, true])
  const posts = new Map(chat.edits.map(({ ref, message }) => [`${ref.channel} ${ref.id}`, message]))
  const shown = [...posts].flatMap(([id, { heading, note }]) =>
    [heading?.split(' · ') ?? [], note?.split('\n') ?? []].flat().map((line) => `${id} ${kindOf(line)}`),
  )
  expect(shown.toSorted(), 'on posts').toEqual(told.map((one) => `${ON} ${one}`).toSorted())

  const messages = await store.db
    .selectFrom('deliveries')
    .select(['key', 'subject'])
    .where('state', '=', 'planned')
    .execute()
  const notices = messages.flatMap(({ key }) => (key.startsWith('changed:') ? [key] : []))
  const takenBack = told.filter((one) => / (withdrawn|retracted)$/.test(one))
  expect(notices.toSorted(), 'in threads').toEqual(
    takenBack.map((one) => `changed:${ON}:${one.replace(' ', ':')}`).toSorted(),
  )
  const letters = messages.filter(({ key }) => key.startsWith('follow:'))
  const heard = letters.flatMap(({ subject }) => {
    const { message }: { message: Message } = JSON.parse(subject)
    return message.cards.flatMap(({ paper, facts }) => facts.slice(0, -1).map((fact) => `${paper} ${kindOf(fact)}`))
  })
  expect(heard.toSorted(), 'by direct message').toEqual(told.filter((one) => isFollowed(one)).toSorted())
  expect(notices.length + letters.length, 'nothing else').toBe(messages.length)
})

/** “A dataset is out: huggingface.co/…” is about a dataset. */
const kindOf = (line: string): string => line.split(' is out')[0]?.replace(/^a /i, '').toLowerCase() ?? ''

/** Somebody follows every tenth paper. */
const isFollowed = (about: string): boolean => /0\b/.test(about)

/** Posts that the platform has: all of them in one channel, some in the other one. */
async function post(scripts: Script[], now: number): Promise<void> {
  const papers = scripts.map((script) => truthAt(script, now))
  const posts = papers.flatMap((paper, position) =>
    [ON, OFF]
      .slice(0, position === 0 ? 2 : 1)
      .map((channel) => ({ paper, channel, position, key: `digest:${channel}:${dayOf(now)}:paper:${paper.id}` })),
  )
  await store.write(async (db) => {
    await insertRows(
      db,
      'deliveries',
      posts.map(({ paper, channel, position, key }) => ({
        ...{ id: deliveryId(key), key, platform: 'slack', team: teamOf(channel), place: channel },
        ...{ place_kind: 'channel' as const, seq: position, state: 'sent' as const, paper_id: paper.id, not_before: 0 },
        ...{ subject: '{"kind":"nothing"}', planned_at: now, settled_at: now },
        message: JSON.stringify(paperMessage(paper, NO_POPULARITY, { lines: [], by: 'extract', model: null })),
        post: postKey({ channel, id: paper.id }),
      })),
    )
    for (const { id } of scripts.filter((script) => isFollowed(script.id)))
      await insertFollow(db, {
        ...{
          id: `follow ${id}`,
          to: { person: ADA },
          query: `changes of ${id}`,
          channel: ON,
          createdAt: now,
          paper: id,
        },
      })
    await insertRows(
      db,
      'postings',
      posts.map(({ paper, channel, position, key }) => ({
        ...{ channel_id: channel, paper_id: paper.id, date: dayOf(now), position, planned_at: now },
        delivery_id: deliveryId(key),
      })),
    )
  })
}
