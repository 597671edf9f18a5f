import { pino } from 'pino'
import { ownFeedKey } from '../../../src/access/feed-keys.ts'
import { createArchiveLinks } from '../../../src/access/reader-links.ts'
import { createSigner } from '../../../src/access/signed-links.ts'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import { defaultMeeting } from '../../../src/commands/team/meeting-form.ts'
import { type ChannelId, type ChatAdapter, OutageError, type PersonId } from '../../../src/core/chat.ts'
import type { PaperId } from '../../../src/core/paper.ts'
import type { Db } from '../../../src/db/db.ts'
import { keepNote } from '../../../src/library/notes.ts'
import { closeDiscussion, saveVerdict } from '../../../src/meetings/discussions.ts'
import { createMetrics } from '../../../src/ops/metrics/metrics.ts'
import { postsOf } from '../../../src/outbox/posts.ts'
import { openSearch } from '../../../src/search/search.ts'
import { recordFetched } from '../../../src/sources/collecting/collect.ts'
import { saveTeamSettings } from '../../../src/voting/voter-groups.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import { openWebServer } from '../../../src/web/server.ts'
import { createSite, type SiteContext } from '../../../src/web/site.ts'
import { fakeChat } from '../../fakes/chat.ts'
import { CHANNEL, openFakeDay } from '../../fakes/day.ts'
import { noHttp } from '../../fakes/http.ts'
import { readAbstracts } from '../../fakes/texts.ts'
import { aSighting } from '../../fixtures/papers.ts'

const NOW = Date.parse('2026-03-31T12:00:00Z')
export const EVIL = '<script>alert(1)</script> & "quotes" {of} a title'
export const SIGNER = createSigner('a secret of some length')
/** Another team on the same database. */
export const ELSEWHERE: ChannelId = 'slack:T2/C2'

/** Whose link it is. */
export const READER: PersonId = 'slack:T1/UREADER'
/** The paper that the team discussed. */
export const PAPER = '/archive/paper?id=arxiv:2603.00002'
/** One page of each kind. */
export const KINDS = [
  '/archive',
  '/archive/2026-03',
  '/archive/search?q=memory',
  '/archive/top/week',
  '/archive/agenda',
  '/archive/numbers',
  '/archive/feeds',
  PAPER,
]
/** Every page of the site. */
export const PAGES = [
  ...KINDS,
  '/archive/2026-03-31',
  '/archive/2026-03-30.week',
  '/archive/search',
  '/archive/top/month',
]

/** The site of a bot with a few days of papers, and what one of its two teams made of them. */
export async function openShelf(given: Partial<SiteContext> = {}, url = 'http://papers.example') {
  const day = await openFakeDay()
  let now = NOW
  const store = { ...day.store, now: () => now }
  const search = await openSearch(store)
  const links = createArchiveLinks(SIGNER, url, () => now, true)
  await subscribeChannel(store.db, ELSEWHERE, 'elsewhere', 0)
  day.source.sightings.push(
    aSighting('2603.00003', '2026-03-30', { upvotes: 5 }),
    aSighting('2603.00001', '2026-03-31', {
      upvotes: 90,
      paper: { title: EVIL, authors: ['Ada von Example', 'Team'] },
    }),
    aSighting('2603.00002', '2026-03-31', { upvotes: 50, paper: { title: 'Memory for agents', keywords: ['memory'] } }),
  )
  await recordFetched({ ...day, store }, [aSighting('2602.00004', '2026-02-27')], NOW)
  await day.at('2026-03-31T07:00:00Z')
  await discuss(store.db)
  const log = given.log ?? pino({ level: 'silent' })
  /** What Slack says of its people. */
  const slack: { access: 'member' | 'none' | 'down' | 'refused' } = { access: 'member' }
  const adapters = new Map<string, ChatAdapter>([
    [
      'slack',
      {
        ...fakeChat('slack'),
        async access() {
          if (slack.access === 'down') throw new OutageError('Slack does not answer.')
          if (slack.access === 'refused') throw new Error('Slack answered missing_scope.')
          return slack.access === 'none' ? null : { isAdmin: false, isFull: true, roles: [], zone: null }
        },
      },
    ],
  ])
  const site = createSite(
    {
      ...day,
      http: noHttp,
      log,
      store,
      search,
      readText: readAbstracts,
      adapters,
      connections: [],
      letters: null,
      signer: SIGNER,
      archive: links,
      ...given,
    },
    createMetrics(),
    { listens: true, hasPages: true, url },
  )
  const server = await openWebServer(0, site)
  let asked = 0
  const ask = (path: string, headers: Record<string, string> = {}) => {
    asked += 1
    // Nobody asks so often that they are taken for a flood.
    const from = { 'x-forwarded-for': `10.0.0.${asked % 250}` }
    return fetch(`http://127.0.0.1:${server.port}${path}`, { redirect: 'manual', headers: { ...from, ...headers } })
  }
  return {
    store,
    day,
    search,
    slack,
    links,
    log,
    site,
    port: server.port,
    ask,
    /** Asks as a browser does that has opened the link of a channel. */
    async visit(path: string, channel: ChannelId = CHANNEL) {
      const answer = await ask(path, { cookie: cookieFor(links.open(channel, READER)) })
      return { status: answer.status, headers: answer.headers, text: await answer.text() }
    },
    /** The address of a feed, with a key as the archive gives one. */
    async feed(file: string, channel: ChannelId = CHANNEL) {
      const key = await ownFeedKey(store.db, channel, READER, now)
      const { pathname, search: query } = new URL(links.feed(key, file))
      return pathname + query
    },
    vote: (paper: PaperId) => vote(store.db, paper, 'slack:T1/ULATER'),
    wait(ms: number) {
      now += ms
    },
    async close() {
      await server.close()
      await search.close()
      await day.close()
    },
  }
}

export const cookieFor = (link: string): string => `paperboy_archive=${new URL(link).searchParams.get('t')}`

/** Votes, a verdict and two notes of the first team: one written in its channel, one in a channel closed to others. */
async function discuss(db: Db): Promise<void> {
  const paper = 'arxiv:2603.00002'
  const team = 'slack:T1'
  for (const person of ['slack:T1/UVOTER', 'slack:T1/UOTHER'] as const) await vote(db, paper, person)
  await saveTeamSettings(db, team, { meeting: defaultMeeting(CHANNEL, 'UTC') })
  await closeDiscussion(db, { team, paper, date: '2026-03-31', now: NOW })
  await saveVerdict(db, team, paper, 'We try it next month.')
  const note = { team, paper, author: 'slack:T1/UVOTER', keeper: null, keptAt: NOW } as const
  await keepNote(db, {
    ...note,
    id: 'n1',
    text: 'Reread section 3.',
    channel: CHANNEL,
    post: { channel: CHANNEL, id: '9.1' },
  })
  const closed: ChannelId = 'slack:T1/CLOSED'
  await keepNote(db, { ...note, id: 'n2', text: 'Not for all.', channel: closed, post: { channel: closed, id: '9.2' } })
}

async function vote(db: Db, paper: PaperId, person: PersonId): Promise<void> {
  const post = (await postsOf(db, paper)).find(({ channel }) => channel === CHANNEL)?.ref
  if (!post) throw new Error('The paper was not posted.')
  await recordVote(db, { post, person, emoji: '👍', stands: true, at: NOW - 1_000 })
}
