import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEmailAdapter, type EmailAdapter } from '../../../adapters/email/index.ts'
import { renderLetter } from '../../../adapters/email/render.ts'
import type { Outgoing } from '../../../src/core/chat.ts'
import { type Card, type Message, notice, plain } from '../../../src/core/message.ts'
import { startFakeSmtp } from '../../fakes/smtp.ts'

let smtp: Awaited<ReturnType<typeof startFakeSmtp>>
let email: EmailAdapter
beforeEach(async () => {
  smtp = await startFakeSmtp()
  email = createEmailAdapter({
    url: smtp.url,
    from: { name: 'Paperboy', address: 'papers@lab.example' },
    linksFor: (address) => ({
      settings: `https://p.example/s/${address}`,
      unsubscribe: `https://p.example/u/${address}`,
    }),
  })
})
afterEach(async () => {
  await email.stop()
  await smtp.close()
})

const card: Card = {
  paper: 'arxiv:2603.00001',
  size: 'full',
  rank: null,
  title: plain('Memory & <script>alert(1)</script> for Agents'),
  url: 'https://arxiv.org/abs/2603.00001',
  byline: 'Ada Example',
  facts: ['34 upvotes'],
  lines: ['It forgets on purpose.'],
  excerpt: null,
  mention: null,
  links: [
    { label: 'PDF', url: 'https://arxiv.org/pdf/2603.00001' },
    { label: 'Trap', url: 'javascript:alert(1)' },
  ],
  picture: null,
  buttons: [],
}
const letter: Message = { ...notice('8 found'), kind: 'list', heading: 'Papers · Tuesday 31 March', cards: [card] }
const outgoing = (given: Partial<Outgoing> = {}): Outgoing => ({
  id: 'abcdef',
  to: { channel: 'email:ada@lab.example' },
  thread: null,
  message: letter,
  files: [],
  firstAttemptAt: Date.now(),
  ...given,
})
const decoded = (raw: string) => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')

it('brings a letter as HTML and as text, with a way out that needs no page', async () => {
  const outcome = await email.send(outgoing())
  expect(outcome).toEqual({ kind: 'sent', ref: { channel: 'email:ada@lab.example', id: '<abcdef@lab.example>' } })
  const [{ to, raw } = { to: [], raw: '' }] = smtp.letters
  expect(to).toEqual(['ada@lab.example'])
  expect(raw).toContain('Message-ID: <abcdef@lab.example>')
  expect(raw).toContain('List-Unsubscribe: <https://p.example/u/ada@lab.example>')
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(raw).toContain('text/plain')
  expect(decoded(raw)).toMatch(/<a class="a" href="https:\/\/arxiv.org\/pdf\/2603.00001" style="[^"]*">PDF<\/a>/)
})

it('offers a change of what comes only to who gets papers already', async () => {
  await email.send(outgoing())
  await email.send(outgoing({ message: notice('Do you want papers by mail?') }))
  const [papers, question] = smtp.letters.map(({ raw }) => decoded(raw).match(/Change what you get/g))
  expect(papers).toHaveLength(2)
  expect(question).toBeNull()
})

it('lets no title run a script, and no link lead off the web', async () => {
  await email.send(outgoing())
  const html = decoded(smtp.letters[0]?.raw ?? '').split('text/html')[1] ?? ''
  expect(html).not.toContain('<script>')
  expect(html).not.toContain('javascript:')
})

it('has no header that a title made', async () => {
  await email.send(outgoing({ message: { ...letter, heading: 'Papers\r\nBcc: everybody@lab.example' } }))
  expect(smtp.letters[0]?.raw.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/m)
  expect(smtp.letters[0]?.to).toEqual(['ada@lab.example'])
})

it('is the same letter when it is sent again', async () => {
  smtp.faults.push({ at: 'DATA', code: 'drop' })
  expect(await email.send(outgoing())).toMatchObject({ kind: 'uncertain' })
  expect(await email.find(outgoing())).toEqual({ kind: 'repeatable' })
  await email.send(outgoing())
  const ids = smtp.letters.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)?.[1]?.trim())
  expect(ids).toEqual(['<abcdef@lab.example>', '<abcdef@lab.example>'])
})

it('brings files along', async () => {
  await email.send(outgoing({ files: [{ name: 'meeting.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR' }] }))
  expect(smtp.letters[0]?.raw).toContain('filename=meeting.ics')
})

it('waits where the server says later, and stops where an address is refused for good', async () => {
  smtp.faults.push({ at: 'RCPT', code: 450 }, { at: 'RCPT', code: 550 }, { at: 'DATA', code: 554 })
  expect(await email.send(outgoing())).toMatchObject({ kind: 'wait', scope: 'place' })
  expect(await email.send(outgoing())).toMatchObject({ kind: 'refused', permanent: true })
  expect(await email.send(outgoing())).toMatchObject({ kind: 'refused', permanent: false })
  expect(smtp.letters).toEqual([])
})

it('waits for a server that is away, and the doctor names the settings', async () => {
  await smtp.close()
  expect(await email.send(outgoing())).toMatchObject({ kind: 'wait', scope: 'platform' })
  expect(await email.examine()).toMatchObject([
    { state: 'broken', what: expect.stringContaining('ECONNREFUSED'), remedy: expect.stringContaining('SMTP_URL') },
  ])
  smtp = await startFakeSmtp()
})

const links = { settings: 'https://p.example/s', unsubscribe: 'https://p.example/u' }
const papersOf = (number: number, size: Card['size'] = 'full'): Card[] =>
  Array.from({ length: number }, (_, index) => ({ ...card, size, paper: `arxiv:2603.${10_000 + index}` as const }))

it('has the title of the best paper as its subject, and says how many more there are', () => {
  const subject = (cards: Card[]) => renderLetter({ ...letter, cards }, links).subject
  const title = plain('Gen-Searcher: Reinforcing Agentic Search for Image Generation in Open Worlds')
  const [best = card, ...others] = papersOf(22)
  expect(subject([{ ...best, title }, ...others])).toBe('Gen-Searcher: Reinforcing Agentic Search for… and 21 more')
  expect(subject([{ ...best, title: plain('TidePool') }])).toBe('TidePool')
  // What the team voted for is not what the letter brings.
  expect(subject([best, { ...best, paper: null, size: 'line' }])).not.toContain('more')
})

it('keeps its subject to 60 characters in one line, whatever a title holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 2_000 }), (title, number) => {
      const [best = card, ...others] = papersOf(number)
      const { subject } = renderLetter({ ...letter, cards: [{ ...best, title: plain(title) }, ...others] }, links)
      expect([...subject].length).toBeLessThanOrEqual(60)
      expect(subject).not.toMatch(/[\r\n]/)
    }),
  )
})

it('stays below what Gmail shows of a letter, and loads nothing from elsewhere', () => {
  const lines = Array.from({ length: 3 }, () => 'It forgets on purpose what nobody will ever ask for again. '.repeat(3))
  const cards = papersOf(25).map((one) => ({ ...one, title: plain('Memory '.repeat(28)), lines }))
  const { html } = renderLetter({ ...letter, cards }, links)
  expect(Buffer.byteLength(html)).toBeLessThan(90_000)
  expect(html).not.toMatch(/<(img|link|script|iframe)|url\(|@import/)
})

it('is set as carefully in text: lines of at most 72 characters, but for addresses', () => {
  const words = 'A letter that is quoted twice stays readable when no line of it is too long for that. '.repeat(3)
  const { text } = renderLetter({ ...letter, note: words, cards: [{ ...card, lines: [words] }] }, links)
  for (const line of text.split('\n')) if (!line.includes('https://')) expect(line.length).toBeLessThanOrEqual(72)
  expect(text).toContain('\n* A letter that is quoted twice')
  expect(text).toContain('PDF: https://arxiv.org/pdf/2603.00001')
})
