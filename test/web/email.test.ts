import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLetterLinks } from '../../src/access/reader-links.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import { listChannels } from '../../src/channels/channels.ts'
import { email } from '../../src/commands/personal/email.ts'
import type { CommandContext } from '../../src/commands/verb.ts'
import type { Store } from '../../src/db/open.ts'
import { deleteRemovedTeams } from '../../src/ops/lifecycle.ts'
import { createEmailPages } from '../../src/web/email.ts'
import { log } from '../fakes/day.ts'
import { columnsThatHold } from '../fakes/scan.ts'
import { openScratch } from '../fakes/scratch.ts'

const ADDRESS = 'ada@lab.example'
const defaults = {
  timezone: 'UTC',
  postAt: '09:00',
  postDays: [1, 2, 3, 4, 5] as (1 | 2 | 3 | 4 | 5)[],
  papersPerDay: 5,
  language: 'en',
  sources: ['huggingface'],
}
let store: Store
let now: number
beforeEach(async () => {
  store = await openScratch()
  now = Date.now()
})
afterEach(async () => {
  refusals.length = 0
  await store.close()
})

const signer = createSigner('a secret of some length')
const letters = createLetterLinks(
  signer,
  '',
  () => now,
  (address) => `email:${address}` as const,
)
const refusals: string[] = []
const visit = (path: string, form?: Record<string, string>) =>
  createEmailPages({ store: { ...store, now: () => now }, defaults, signer, letters, archive: null, root: '' }, (why) =>
    refusals.push(why),
  ).request(path.replace('/email', ''), form && { method: 'POST', body: new URLSearchParams(form) })
const readers = async () => (await listChannels(store.db)).map(({ id }) => id)
const ask = async (text: string) => {
  const context = { store, letters, now: () => now, deliver: async () => {} } as unknown as CommandContext
  const args = email.parse(text)
  return args && email.run(context, { channel: 'slack:T1/C1', person: 'slack:T1/U1' }, args)
}
const invitations = () =>
  store.db.selectFrom('deliveries').select('subject').where('place', '=', `email:${ADDRESS}`).execute()

it('sends papers to nobody who did not press the button in the letter', async () => {
  await ask(ADDRESS)
  expect(await readers()).toEqual([])
  const link = letters.confirm(ADDRESS, '')
  expect((await visit(link)).status).toBe(200)
  expect(await readers()).toEqual([])
  expect((await visit(link, {})).status).toBe(200)
  expect(await readers()).toEqual([`email:${ADDRESS}`])
})

it('asks a mailbox once a day, however often somebody types its address', async () => {
  for (const text of [ADDRESS, `${ADDRESS} weekly`, ADDRESS]) await ask(text)
  await visit('/email/', { address: ADDRESS, rhythm: 'daily' })
  expect(await invitations()).toHaveLength(1)
})

it('writes to no long list of strangers: a hundred mailboxes are asked a day', async () => {
  const invite = (address: string) => visit('/email/', { address, rhythm: 'daily' })
  for (let index = 0; index < 100; index += 1) expect((await invite(`a${index}@list.example`)).status).toBe(200)
  const answer = await invite(ADDRESS)
  expect([answer.status, await answer.text()]).toEqual([429, expect.stringContaining('try again tomorrow')])
  expect(await invitations()).toEqual([])
  expect(refusals).toEqual(['flood'])
  now += 86_400_001
  expect((await invite(ADDRESS)).status).toBe(200)
  expect(await invitations()).toHaveLength(1)
})

it('leaves the word email, and what is no address, to the search', () => {
  expect(email.parse(`${ADDRESS} with this channel`)).toEqual([ADDRESS, 'weekly', 'with this channel'])
  expect(email.parse(`${ADDRESS} daily with channel`)).toEqual([ADDRESS, 'daily', 'with channel'])
  for (const text of ['', 'spam detection', `${ADDRESS} with`, 'readers of minds', 'ada@', `${ADDRESS} hourly`])
    expect(email.parse(text)).toBeNull()
})

it('refuses links that are forged, too old, or made for something else', async () => {
  const link = letters.confirm(ADDRESS, '')
  const wrong = [link.replace('.', 'x.'), `${link}x`, letters.unsubscribe(ADDRESS).replace('unsubscribe', 'confirm')]
  for (const path of wrong) expect((await visit(path, {})).status).toBe(400)
  now += 4 * 86_400_000
  expect((await visit(link, {})).status).toBe(400)
  expect(await readers()).toEqual([])
})

it('lets a reader choose, says beside a field what is wrong, and lets go at one press', async () => {
  await visit(letters.confirm(ADDRESS, 'fri'), {})
  const wrong = await visit(letters.settings(ADDRESS), { papers: 'many' })
  expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('“many” is not a number')])
  for (const zone of ['PST', 'IST', 'CST', 'BST']) {
    const refused = await visit(letters.settings(ADDRESS), { zone })
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining(`“${zone}” is not a time zone`),
    ])
  }
  await visit(letters.settings(ADDRESS), { include: 'age\u202Ents\u200F', layout: 'thread' })
  expect((await listChannels(store.db))[0]?.settings).toEqual({ postDays: 'fri', include: 'agents' })
  await visit(letters.unsubscribe(ADDRESS))
  expect(await readers()).toHaveLength(1)
  await visit(letters.unsubscribe(ADDRESS), { 'List-Unsubscribe': 'One-Click' })
  expect(await readers()).toEqual([])
})

it('forgets the address of a reader who left, after thirty days, and not of one who came back', async () => {
  const forget = () => deleteRemovedTeams({ store, log }, Date.now() + 31 * 86_400_000)
  await ask(ADDRESS)
  await visit(letters.confirm(ADDRESS, ''), {})
  await visit(letters.unsubscribe(ADDRESS), {})
  await visit(letters.confirm(ADDRESS, ''), {})
  await forget()
  expect(await readers()).toHaveLength(1)
  await visit(letters.unsubscribe(ADDRESS), {})
  await forget()
  expect(await columnsThatHold(store, new RegExp(ADDRESS))).toEqual([])
})
