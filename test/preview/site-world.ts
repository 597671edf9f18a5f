import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { renderLetter } from '../../adapters/email/render.ts'
import { acceptInvitation, inviteToChannel } from '../../src/access/invited-readers.ts'
import { createArchiveLinks, createLetterLinks } from '../../src/access/reader-links.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import { saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import { inviteReader } from '../../src/commands/personal/email.ts'
import { defaultMeeting } from '../../src/commands/team/meeting-form.ts'
import { type ChannelId, idOf } from '../../src/core/chat.ts'
import { linksOf, type PaperId, type Sighting } from '../../src/core/paper.ts'
import { addDays, isWeekend } from '../../src/core/schedule.ts'
import { keepNote } from '../../src/library/notes.ts'
import { readTeamNews } from '../../src/library/weekly.ts'
import { closeDiscussion, saveVerdict } from '../../src/meetings/discussions.ts'
import { createMetrics } from '../../src/ops/metrics/metrics.ts'
import { postsOf } from '../../src/outbox/posts.ts'
import { openSearch } from '../../src/search/search.ts'
import { sampleDay } from '../../src/sources/sample.ts'
import { tick } from '../../src/tick/collector.ts'
import { saveTeamSettings } from '../../src/voting/voter-groups.ts'
import { recordVote } from '../../src/voting/votes.ts'
import { openWebServer } from '../../src/web/server.ts'
import { createSite } from '../../src/web/site.ts'
import { fakeChat } from '../fakes/chat.ts'
import { CHANNEL, openFakeDay } from '../fakes/day.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { readAbstracts } from '../fakes/texts.ts'

const NOW = Date.parse('2026-01-09T12:00:00Z')
const PICTURE = readFileSync(join(import.meta.dirname, '../../docs/pictures/search.png'))
/** How many vote for each paper of a digest. */
const VOTERS = [3, 0, 2, 1, 0]
const AREAS = ['', ' for Video', ' at Scale', ' in Robotics', ' on Phones', ' under Pressure', ' in Four Languages']

/** How much there is to see: nothing read yet, one small day, or weeks of full ones. */
export type Size = 'empty' | 'few' | 'many'

/** Invented papers, of so many days before today. */
function sightingsOf(size: Size): Sighting[] {
  const days = Array.from({ length: { empty: 0, few: 1, many: 26 }[size] }, (_, back) => addDays('2026-01-09', -back))
  const areas = size === 'many' ? AREAS : AREAS.slice(0, 1)
  let number = 0
  return days
    .filter((day) => !isWeekend(day))
    .flatMap((day) =>
      areas.flatMap((area, times) =>
        sampleDay()
          .slice(0, size === 'many' ? (times < 2 ? 8 : 2) : 3)
          .map(({ paper, upvotes, comments }, index): Sighting => {
            number += 1
            const name = `${day.slice(2, 4)}${day.slice(5, 7)}.${String(10_000 + number)}`
            const id: PaperId = `arxiv:${name}`
            const links = { ...linksOf(id), huggingface: `https://huggingface.co/papers/${name}` }
            const pictures = index % 2 === 0 ? [`https://pictures.example/${name}.png`] : []
            const code = index % 3 === 0 ? `https://github.com/example/${name}` : null
            return {
              source: 'huggingface',
              day,
              comments,
              upvotes: Math.max(1, (upvotes ?? 0) - 3 * number + 26 * times),
              paper: { ...paper, id, title: paper.title + area, publishedAt: day, links: { ...links, code }, pictures },
            }
          }),
      ),
    )
}

/** The site of a team that has read, voted and met for a while. */
export async function openWorld(size: Size) {
  const day = await openFakeDay({ papersPerDay: 5 })
  const store = { ...day.store, now: () => NOW }
  const { db } = store
  const sightings = sightingsOf(size)
  const days = [...new Set(sightings.map((one) => one.day))].toSorted()
  for (const date of days) {
    day.source.sightings.splice(0, Infinity, ...sightings.filter((one) => one.day === date))
    await day.at(`${date}T08:30:00Z`)
  }
  const posted = await db.selectFrom('postings').selectAll().orderBy('date', 'desc').orderBy('position').execute()
  for (const [index, { paper_id: paper, planned_at }] of posted.entries()) {
    const post = (await postsOf(db, paper)).find(({ channel }) => channel === CHANNEL)?.ref
    for (let voter = 0; post && voter < (VOTERS[index % 5] ?? 0); voter += 1)
      await recordVote(db, {
        post,
        person: `slack:T1/U${voter}` as const,
        emoji: '👍',
        stands: true,
        at: Number(planned_at),
      })
  }
  if (size !== 'empty') await saveTeamSettings(db, 'slack:T1', { meeting: defaultMeeting(CHANNEL, 'Europe/Berlin') })
  const [discussed] = posted
  if (discussed) {
    const about = { team: 'slack:T1', paper: discussed.paper_id }
    await closeDiscussion(db, { ...about, date: '2026-01-08', now: NOW })
    await saveVerdict(
      db,
      about.team,
      about.paper,
      'Worth trying on our own logs: Ben sets up the stopping rule next week.',
    )
    const post = { channel: CHANNEL, id: '9.1' }
    const text = 'Table 3 is the one to reread: the gain holds without the frozen head.'
    const note = { id: 'n1', author: null, keeper: null, channel: CHANNEL, keptAt: NOW }
    await keepNote(db, { ...about, ...note, text, post })
  }
  const search = await openSearch(store)
  const signer = createSigner('a secret of some length')
  const links = createArchiveLinks(signer, 'http://papers.example', store.now)
  const letters = createLetterLinks(
    signer,
    'http://papers.example',
    store.now,
    (address) => `email:${address}` as const,
  )
  const http = { get: async (url: string | URL) => ({ url: new URL(url), contentType: 'image/png', body: PICTURE }) }
  const adapters = new Map([['slack', fakeChat('slack')]])
  const log = pino({ level: 'silent' })
  const site = createSite(
    {
      ...day,
      http,
      log,
      store,
      search,
      readText: readAbstracts,
      adapters,
      connections: [],
      letters,
      signer,
      archive: links,
    },
    createMetrics(),
    { listens: true, hasPages: true, url: 'http://papers.example' },
  )
  const readNews = (reader: ChannelId, date: string) =>
    readTeamNews({ ...day, store, adapters, archive: links }, reader, date)
  const server = await openWebServer(0, site, '127.0.0.1')
  const paper = (discussed ?? { paper_id: 'arxiv:0000.00000' }).paper_id
  const newest = days.at(-1) ?? '2026-01-09'
  const linksFor = (address: string) => ({
    settings: letters.settings(address),
    unsubscribe: letters.unsubscribe(address),
  })

  /** The letters of this Friday to somebody, and to somebody whom the team let in; and the one that asks. */
  async function writeLetters(): Promise<Record<string, string>> {
    const head: ChannelId = 'email:head@lab.example'
    await subscribeChannel(db, 'email:ada@lab.example', 'ada@lab.example', NOW)
    await subscribeChannel(db, head, 'head@lab.example', NOW)
    await saveSettings(db, head, { postDays: 'fri' })
    await inviteToChannel(db, { channel: CHANNEL, reader: head, by: 'slack:T1/U1', now: NOW })
    await acceptInvitation(db, CHANNEL, head, NOW)
    await inviteReader({ store, letters, now: store.now }, 'new@lab.example', 'weekly')
    await tick({ ...day, store, teamNews: readNews }, NOW)
    const mail = fakeChat('email')
    await deliverAll(store, mail, NOW)
    const drawn = mail.posts.map(({ to, message }): [string, string] => {
      const [, name = ''] = /:(\w+)@/.exec(idOf(to)) ?? []
      return [
        { ada: 'letter', head: 'letter-invited', new: 'letter-asking' }[name] ?? name,
        renderLetter(message, linksFor(name)).html,
      ]
    })
    return Object.fromEntries(drawn)
  }

  return {
    day,
    writeLetters,
    store,
    site,
    links,
    letters,
    url: `http://127.0.0.1:${server.port}`,
    cookie: new URL(links.open(CHANNEL, 'slack:T1/U1')).searchParams.get('t') ?? '',
    /** Those that letters lead to; the reader is there once the letters were written. */
    mailPages: [
      '',
      '/confirm',
      '/unsubscribe',
      new URL(letters.settings('ada@lab.example')).pathname.slice('/email'.length) +
        new URL(letters.settings('ada@lab.example')).search,
    ].map((page) => `/email${page}`),
    /** A page of each kind by its name in a file. */
    pages: {
      front: '/archive',
      day: `/archive/${newest}`,
      week: '/archive/2026-01-05.week',
      month: '/archive/2026-01',
      paper: `/archive/paper?id=${paper}`,
      search: '/archive/search?q=memory',
      'search-hint': '/archive/search',
      'search-nothing': '/archive/search?q=memroy+quokkas',
      top: '/archive/top/month',
      agenda: '/archive/agenda',
      numbers: '/archive/numbers',
      feeds: '/archive/feeds',
      missing: '/archive/no/such',
    },
    async close() {
      await server.close()
      await search.close()
      await day.close()
    },
  }
}
