import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEmailAdapter } from '../../adapters/email/index.ts'
import { createLetterLinks } from '../../src/access/reader-links.ts'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import type { ChannelId, PersonId } from '../../src/core/chat.ts'
import { readTeamNews } from '../../src/library/weekly.ts'
import { tick } from '../../src/tick/collector.ts'
import { fakeChat } from '../fakes/chat.ts'
import { CHANNEL } from '../fakes/day.ts'
import { deliverAll } from '../fakes/deliver.ts'
import { columnsThatHold } from '../fakes/scan.ts'
import { startFakeSmtp } from '../fakes/smtp.ts'
import { readAbstracts } from '../fakes/texts.ts'
import { aSighting } from '../fixtures/papers.ts'
import { openShelf, SIGNER } from './archive/shelf.ts'

const HEAD = 'head@lab.example'
const PUBLIC = 'ada@lab.example'
const MANAGER: PersonId = 'slack:T1/UMANAGER'
const DAY_MS = 86_400_000
const URL_OF_SITE = 'http://papers.example'
/** Fridays, an hour after letters are due. */
const [FIRST, SECOND] = ['2026-04-03T08:00:00Z', '2026-04-10T08:00:00Z'].map((day) => Date.parse(day)) as [
  number,
  number,
]

/** The bot with Slack, mail and the archive, seen from a mailbox. */
async function openMailbox() {
  const smtp = await startFakeSmtp()
  let now = 0
  const letters = createLetterLinks(
    SIGNER,
    URL_OF_SITE,
    () => now,
    (address) => `email:${address}` as const,
  )
  const shelf = await openShelf({ letters })
  now = shelf.store.now()
  const linksFor = (address: string) => ({
    settings: letters.settings(address),
    unsubscribe: letters.unsubscribe(address),
  })
  const email = createEmailAdapter({ url: smtp.url, from: { name: 'Paperboy', address: 'p@lab.example' }, linksFor })
  const { store, links, day } = shelf
  const adapters = new Map([['slack', fakeChat('slack')]])
  const context = {
    ...day,
    store,
    letters,
    adapters,
    archive: links,
    teamNews: (reader: ChannelId, date: string) =>
      readTeamNews({ ...day, store, adapters, archive: links }, reader, date),
    connections: [],
    alertChannel: null,
    search: shelf.search,
    fetchPaper: async () => null,
    readText: readAbstracts,
    fetchMatches: async () => ({ sightings: [], skipped: [] }),
  }
  const handlers = createHandlers(context, { wake() {} })
  return {
    shelf,
    letters,
    ask: (text: string) => handlers.onCommand({ channel: CHANNEL, person: MANAGER, text }),
    press: (action: string, value: string) =>
      handlers.onAction({ channel: CHANNEL, person: MANAGER, action, value, post: null }),
    deliver: () => deliverAll(store, email, now),
    async goTo(moment: number) {
      shelf.wait(moment - now)
      now = moment
      const date = new Date(moment).toISOString().slice(0, 10)
      day.source.sightings.push(aSighting(`2604.000${date.slice(8)}`, date, { paper: { title: `New on ${date}` } }))
      await tick(context, moment)
      await deliverAll(store, email, moment)
    },
    /** The texts of the letters to an address, decoded, the last one last. */
    lettersTo: (address: string) =>
      smtp.letters.filter(({ to }) => to.includes(address)).map(({ raw }) => decoded(raw)),
    async close() {
      await email.stop()
      await shelf.close()
      await smtp.close()
    },
  }
}

function decoded(raw: string): string {
  const bytes = raw
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

const linkIn = (letter: string | undefined, page: string): string =>
  new RegExp(`http://papers.example(/${page}\\?t=[\\w.-]+)`).exec(letter ?? '')?.[1] ?? ''
const POST = { method: 'POST', redirect: 'manual' } as const

describe('a head of group', () => {
  it('is invited by a manager, confirms, reads two weekly letters, opens the archive from the second, is withdrawn, and both doors close', async () => {
    const mailbox = await openMailbox()
    const { shelf, ask, press, deliver, goTo, lettersTo } = mailbox
    const open = (path: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${shelf.port}${path}`, init)

    await ask(`email ${HEAD} with this channel`)
    await deliver()
    const [invitation = ''] = lettersTo(HEAD)
    expect(invitation).toContain('Subject: Do you want papers by mail?')
    expect(invitation).not.toMatch(/#papers|2 👍|UMANAGER/)
    const confirm = linkIn(invitation, 'email/confirm')
    expect((await open(confirm)).status).toBe(200)
    await goTo(FIRST - DAY_MS)
    expect(lettersTo(HEAD)).toHaveLength(1)
    expect(await (await open(confirm, POST)).text()).toContain('Open your team’s archive')

    await goTo(FIRST)
    await goTo(SECOND)
    const letters = lettersTo(HEAD).slice(1)
    expect(letters).toHaveLength(2)
    expect(letters[0]).toContain('We try it next month.')
    const door = linkIn(letters[1], 'archive')
    await goTo(SECOND + 14 * DAY_MS - 3_600_000)
    const entered = await open(door, { redirect: 'manual' })
    expect(entered.status).toBe(303)
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect(entered.headers.get('set-cookie')).toContain('Max-Age=3024000')
    shelf.wait(34 * DAY_MS)
    const later = await open('/archive/agenda', { headers: { cookie } })
    expect([later.status, await later.text()]).toEqual([200, expect.stringContaining('We try it next month.')])
    const renewed = later.headers.get('set-cookie')?.split(';')[0] ?? ''
    shelf.wait(2 * DAY_MS)
    expect((await open('/archive', { headers: { cookie } })).status).toBe(403)
    expect((await open('/archive', { headers: { cookie: renewed } })).status).toBe(200)

    const listed = await ask('email readers')
    expect(JSON.stringify(listed)).toContain(HEAD)
    expect(JSON.stringify(await press('withdraw-reader', `${CHANNEL} email:${HEAD}`))).toContain('Withdrawn')
    expect((await open('/archive', { headers: { cookie: renewed } })).status).toBe(403)
    expect((await open(door)).status).toBe(403)
    const before = lettersTo(HEAD).length
    await goTo(shelf.store.now() + 31 * DAY_MS)
    expect(lettersTo(HEAD)).toHaveLength(before)
    expect(await columnsThatHold(shelf.store, /head@lab/)).toEqual([])
    expect((await open(confirm, POST)).status).toBe(400)
    await mailbox.close()
  })

  it('is invited by nobody but who manages the channel, and no link made for one channel opens another', async () => {
    const mailbox = await openMailbox()
    const { shelf, ask } = mailbox
    await ask(`email ${HEAD} with this channel`)
    const confirm = mailbox.letters.confirm(HEAD, 'fri', 'slack:T2/C2').replace(URL_OF_SITE, '')
    expect((await fetch(`http://127.0.0.1:${shelf.port}${confirm}`, POST)).status).toBe(400)
    const link = shelf.links.open('slack:T2/C2', `email:${HEAD}`).replace(URL_OF_SITE, '')
    expect((await shelf.ask(link)).status).toBe(403)
    // Invited, and not confirmed yet.
    expect((await shelf.ask(shelf.links.open(CHANNEL, `email:${HEAD}`).replace(URL_OF_SITE, ''))).status).toBe(403)
    await mailbox.close()
  })
})

/** What shows that a letter, or the archive, says what a row of the table is about. */
const SIGNS: Record<string, RegExp> = {
  'Papers with summaries, upvotes and links': /Memory for agents|New on 2026-04-03/,
  'Votes of the team, as counts': /2 👍/,
  'The next agenda': /Next meeting: /,
  Verdicts: /We try it next month\./,
  'Notes kept in the channel': /Reread section 3\./,
  'A link into the archive': /\/archive(\?t=|")/,
  'Names of people and channels': /UVOTER|UOTHER|#papers/,
}

describe('what is public in a letter, and what only for the invited', () => {
  let mailbox: Awaited<ReturnType<typeof openMailbox>>
  const seen: string[] = []
  beforeAll(async () => {
    mailbox = await openMailbox()
    const { shelf, ask, deliver, goTo, lettersTo } = mailbox
    await subscribeChannel(shelf.store.db, `email:${PUBLIC}`, PUBLIC, shelf.store.now())
    await ask(`email ${HEAD} with this channel`)
    await deliver()
    await fetch(`http://127.0.0.1:${shelf.port}${linkIn(lettersTo(HEAD)[0], 'email/confirm')}`, POST)
    await shelf.vote('arxiv:2603.00001')
    await goTo(FIRST)
    const archive = await Promise.all(
      ['/archive/agenda', '/archive/paper?id=arxiv:2603.00002', '/archive'].map(
        async (path) => (await shelf.visit(path)).text,
      ),
    )
    seen.push(lettersTo(PUBLIC).at(-1) ?? '', lettersTo(HEAD).at(-1) ?? '', archive.join('\n'))
  })
  afterAll(() => mailbox.close())

  const rows = readFileSync(join(import.meta.dirname, '../../docs/archive.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\|.*\| (yes|no) \|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

  it('is said row by row, and nothing is left out', () => {
    expect(rows.map(([what]) => what)).toEqual(Object.keys(SIGNS))
  })

  it.each(rows)('is true: %s (every letter: %s, with a channel: %s, archive: %s)', (what = '', ...cells) => {
    expect(seen.map((text) => (SIGNS[what]?.test(text) ? 'yes' : 'no'))).toEqual(cells)
  })
})
