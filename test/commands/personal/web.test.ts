import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findFeedKey, ownFeedKey } from '../../../src/access/feed-keys.ts'
import { createArchiveLinks, readVisitor } from '../../../src/access/reader-links.ts'
import { createSigner } from '../../../src/access/signed-links.ts'
import { createHandlers } from '../../../src/commands/handlers.ts'
import type { ChannelId, PersonId, Reply } from '../../../src/core/chat.ts'
import type { Message } from '../../../src/core/message.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'

const CHANNEL: ChannelId = 'slack:T1/C1'
const ADA: PersonId = 'slack:T1/U1'
const BEN: PersonId = 'slack:T1/U2'
const signer = createSigner('a secret of some length')
const archive = createArchiveLinks(signer, 'https://papers.example', Date.now)
/** May look, but manages nothing. */
const GUEST: PersonId = 'slack:T1/UGUEST'

let bot: Awaited<ReturnType<typeof openSlackBot>>
beforeEach(async () => {
  bot = await openSlackBot()
})
afterEach(() => bot.close())

const withArchive = () => createHandlers({ ...bot, archive }, { wake() {} })
const ask = async (text: string, person = ADA) =>
  messageOf(await withArchive().onCommand({ channel: CHANNEL, person, text }))
const withdraw = async (value: string, person = ADA) =>
  messageOf(await withArchive().onAction({ channel: CHANNEL, person, action: 'withdraw-key', value, post: null }))
function messageOf(reply: Reply | null): Message {
  if (!reply || 'form' in reply) throw new Error('No message came.')
  return reply.message
}

describe('/papers web', () => {
  it('gives a link to whoever asks, and says who can switch the archive on', async () => {
    expect(await bot.answerTo(() => bot.command('web'))).toContain('PAPERBOY_WEB')
    const [button] = (await ask('web')).buttons
    const link = new URL(button && 'url' in button ? button.url : '')
    expect(link.origin + link.pathname).toBe('https://papers.example/archive')
    expect(readVisitor(signer, link.searchParams.get('t') ?? '', Date.now())).toEqual({ channel: CHANNEL, person: ADA })
  })

  it('stands in the help where there is an archive, and mail where there is mail', async () => {
    await bot.answerTo(() => bot.command('help'))
    const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
    expect(await bot.answerTo(() => bot.pressInAnswer(blocks, 'more'))).not.toMatch(/papers (web|email)/)
    const help = { channel: CHANNEL, person: ADA, action: 'more', value: 'help:0:', post: null }
    expect(JSON.stringify(messageOf(await withArchive().onAction(help)))).toMatch(/papers web/)
  })
})

describe('keys to feeds', () => {
  it('are listed to their owner, and withdrawn one by one', async () => {
    expect((await ask('web keys')).note).toContain('Nobody has a key')
    const own = await ownFeedKey(bot.store.db, CHANNEL, GUEST, Date.now())
    const other = await ownFeedKey(bot.store.db, CHANNEL, BEN, Date.now())
    expect((await ask('web keys', GUEST)).cards).toMatchObject([
      { title: [{ text: 'Yours, for this channel' }], facts: [expect.stringMatching(/^since/), 'never used'] },
    ])
    expect((await withdraw(other, GUEST)).note).toContain('people who manage its channel')
    expect((await withdraw(own, GUEST)).note).toContain('Withdrawn')
    expect((await withdraw(own, GUEST)).note).toContain('withdrawn already')
    expect(await findFeedKey(bot.store.db, other)).not.toBeNull()
  })

  it('are all listed to those who manage the channel, who can withdraw them', async () => {
    const other = await ownFeedKey(bot.store.db, CHANNEL, BEN, Date.now())
    expect((await ask('web keys')).cards).toMatchObject([
      { title: [{ text: 'Of somebody in this channel' }], mention: { person: BEN, rings: false } },
    ])
    expect((await withdraw(other)).note).toContain('Withdrawn')
    expect(await findFeedKey(bot.store.db, other)).toBeNull()
  })
})
