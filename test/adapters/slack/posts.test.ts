import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outgoing } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import { headingMessage, paperMessage } from '../../../src/digest/write/texts.ts'
import type { Fault } from '../../fakes/slack/server.ts'
import { aPaper } from '../../fixtures/papers.ts'
import { openAdaptedSlack } from './adapted.ts'

let slack: Awaited<ReturnType<typeof openAdaptedSlack>>
beforeEach(async () => {
  slack = await openAdaptedSlack()
})
afterEach(() => slack.close())

const bare = paperMessage(
  aPaper('2603.00001'),
  { upvotes: 3, comments: 0, days: [] },
  { lines: ['A memory.'], by: 'extract', model: null },
)
const picture = { url: 'https://example.org/figure.png', alt: 'Figure 1: A memory.' }
const card = { ...bare, cards: bare.cards.map((one) => ({ ...one, picture })) }
const delivery = (given: Partial<Outgoing> = {}): Outgoing => ({
  id: 'delivery',
  to: { channel: slack.channel },
  thread: null,
  message: notice('Hello.'),
  files: [],
  firstAttemptAt: Date.now(),
  ...given,
})
const files = [{ name: 'agenda.md', type: 'text/markdown', text: '# Agenda\n' }]
const sendAfter = async (fault: Fault) => {
  slack.slack.failNext('chat.postMessage', fault)
  return slack.adapter.send(delivery())
}

describe('a send', () => {
  it.each([
    ['Slack posted, then the line went dead', { kind: 'drop', done: true }],
    ['the line went dead before an answer', { kind: 'drop', done: false }],
    ['the answer was cut off in the middle', { kind: 'cut', done: true }],
    ['Slack’s servers failed', { kind: 'status', status: 503, done: true }],
    ['a hotel’s sign-in page answered', { kind: 'html' }],
    ['Slack failed while it was posting', { kind: 'error', error: 'fatal_error' }],
  ] satisfies [string, Fault][])('is uncertain when %s', async (_, fault) => {
    expect(await sendAfter(fault)).toMatchObject({ kind: 'uncertain' })
    expect(slack.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1)
  })

  it.each([
    ['is_archived', true],
    ['not_in_channel', true],
    ['token_revoked', true],
    ['restricted_action', true],
    ['invalid_blocks', false],
    ['msg_blocks_too_long', false],
  ])('is refused with %s', async (error, permanent) => {
    expect(await sendAfter({ kind: 'error', error })).toMatchObject({ kind: 'refused', permanent })
  })

  it('waits as long as Slack asks', async () => {
    expect(await sendAfter({ kind: 'limited', retryAfter: '7' })).toEqual({ kind: 'wait', seconds: 7, scope: 'team' })
    expect(await sendAfter({ kind: 'limited', retryAfter: null })).toMatchObject({ kind: 'wait', scope: 'team' })
  })

  it('never repeats what an answer contains that is not Slack’s', async () => {
    expect(JSON.stringify(await sendAfter({ kind: 'html' }))).not.toContain('hotel')
  })

  it('waits when Slack cannot be reached at all', async () => {
    await slack.slack.close()
    expect(await slack.adapter.send(delivery())).toMatchObject({ kind: 'wait', scope: 'platform' })
    slack = await openAdaptedSlack()
  })

  it('unfurls nothing, and carries no more than an identifier', async () => {
    await slack.adapter.send(delivery({ message: card }))
    const [post] = slack.slack.workspace.posts
    expect(post?.metadata).toEqual({ event_type: 'paperboy_post', event_payload: { delivery: 'delivery' } })
    expect(slack.slack.calls.at(-1)?.args).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
  })

  it('goes without its picture after Slack could not download it', async () => {
    slack.slack.failNext('chat.postMessage', { kind: 'error', error: 'invalid_blocks' })
    expect(await slack.adapter.send(delivery({ message: card }))).toMatchObject({ kind: 'refused', permanent: false })
    expect(await slack.adapter.send(delivery({ message: card }))).toMatchObject({ kind: 'sent' })
    expect(JSON.stringify(slack.slack.workspace.posts[0]?.blocks)).not.toContain('figure.png')
  })

  it('to a person arrives as a direct message', async () => {
    const to = { person: 'slack:T1/U2' } as const
    expect(await slack.adapter.send(delivery({ to }))).toMatchObject({ kind: 'sent', ref: { channel: 'slack:T1/DU2' } })
    expect(await slack.adapter.find(delivery({ to }))).toMatchObject({ kind: 'found' })
  })

  it('to a person who is gone says so', async () => {
    const to = { person: 'slack:T1/U404' } as const
    expect(await slack.adapter.send(delivery({ to }))).toMatchObject({ kind: 'refused', permanent: true })
  })

  it('shares its files in its thread', async () => {
    await slack.adapter.send(delivery({ files }))
    const [post, shared] = slack.slack.workspace.posts
    expect(shared).toMatchObject({ threadTs: post?.ts, files: [{ name: 'agenda.md', text: '# Agenda\n' }] })
  })

  it('stands without the files that Slack refuses', async () => {
    slack.slack.workspace.scopes.delete('files:write')
    expect(await slack.adapter.send(delivery({ files }))).toMatchObject({ kind: 'sent' })
  })

  it.each([
    ['a failure of Slack', { kind: 'status', status: 500, done: false }, { kind: 'uncertain' }],
    ['a lost answer', { kind: 'drop', done: true }, { kind: 'uncertain' }],
    ['a limit', { kind: 'limited', retryAfter: '30' }, { kind: 'wait', seconds: 30, scope: 'team' }],
  ] as const)('gets its first reaction after %s', async (_, fault, outcome) => {
    const sent = await slack.adapter.send(delivery({ message: card }))
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    slack.slack.failNext('reactions.add', fault)
    expect(await slack.adapter.seed(sent.ref, '👍')).toMatchObject(outcome)
    expect(await slack.adapter.seed(sent.ref, '👍')).toEqual(sent)
    expect(slack.slack.workspace.posts[0]?.reactions.get('+1')).toEqual(new Set(['UBOT']))
  })

  it('never gets a first reaction that is not permitted, that Slack does not know, or when it is gone', async () => {
    const sent = await slack.adapter.send(delivery({ message: card }))
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    const gone = { ...sent.ref, id: '1.000001' }
    expect(await slack.adapter.seed(sent.ref, '🦤')).toMatchObject({ kind: 'refused', permanent: true })
    expect(await slack.adapter.seed(gone, '👍')).toMatchObject({ kind: 'refused', permanent: true })
    slack.slack.workspace.scopes.delete('reactions:write')
    expect(await slack.adapter.seed(sent.ref, '👍')).toMatchObject({ reason: expect.stringContaining('permission') })
  })
})

describe('a look for an uncertain send', () => {
  it('finds it though the answer was lost', async () => {
    await sendAfter({ kind: 'drop', done: true })
    expect(await slack.adapter.find(delivery())).toEqual({
      kind: 'found',
      ref: { channel: slack.channel, id: slack.slack.workspace.posts[0]?.ts },
    })
  })

  it('finds it below forty other posts, fifteen at a time', async () => {
    await slack.adapter.send(delivery())
    for (let index = 0; index < 40; index++) await slack.adapter.send(delivery({ id: `other-${index}` }))
    expect((await slack.adapter.find(delivery())).kind).toBe('found')
    const looks = slack.slack.calls.filter(({ method }) => method === 'conversations.history')
    expect(looks.map(({ args }) => args.limit)).toEqual(['15', '15', '15'])
  })

  it('finds a reply in its thread', async () => {
    const heading = await slack.adapter.send(delivery({ id: 'heading' }))
    const thread = heading.kind === 'sent' ? heading.ref : null
    await slack.adapter.send(delivery({ thread }))
    expect((await slack.adapter.find(delivery({ thread }))).kind).toBe('found')
  })

  it.each([
    ['brings the files that a crash left behind', 'files.getUploadURLExternal', false],
    ['brings no file a second time', 'files.completeUploadExternal', true],
  ])('%s', async (_, method, done) => {
    slack.slack.failNext(method, { kind: 'drop', done })
    expect(await slack.adapter.send(delivery({ files }))).toMatchObject({ kind: 'uncertain' })
    const [post] = slack.slack.workspace.posts
    const ref = { channel: slack.channel, id: post?.ts }
    expect(await slack.adapter.find(delivery({ files }))).toEqual({ kind: 'found', ref })
    expect(slack.slack.workspace.posts.flatMap((one) => one.files)).toHaveLength(1)
  })

  it('says that it is absent when it is', async () => {
    await sendAfter({ kind: 'drop', done: false })
    expect(await slack.adapter.find(delivery())).toEqual({ kind: 'absent' })
  })

  it('does not take somebody else’s mark for ours', async () => {
    await slack.adapter.send(delivery())
    for (const post of slack.slack.workspace.posts) post.botId = 'BOTHER'
    expect(await slack.adapter.find(delivery())).toEqual({ kind: 'absent' })
  })

  it('cannot tell without the permission to read', async () => {
    slack.slack.workspace.scopes.delete('channels:history')
    expect(await slack.adapter.find(delivery())).toMatchObject({ kind: 'cannot-tell' })
  })

  it('of an app outside of the Marketplace goes on where Slack stopped it, and asks no sooner than it may', async () => {
    slack.slack.limitReads(1)
    const heading = await slack.adapter.send(delivery({ id: 'heading' }))
    const thread = heading.kind === 'sent' ? heading.ref : null
    for (let index = 0; index < 20; index++) await slack.adapter.send(delivery({ id: `other-${index}`, thread }))
    slack.slack.failNext('files.completeUploadExternal', { kind: 'drop', done: true })
    expect(await slack.adapter.send(delivery({ thread, files }))).toMatchObject({ kind: 'uncertain' })
    const look = () => slack.adapter.find(delivery({ thread, files })).catch(() => null)
    await expect.poll(look, { interval: 50 }).toMatchObject({ kind: 'found' })
    expect(slack.slack.workspace.posts.flatMap((one) => one.files)).toHaveLength(1)
    const reads = slack.slack.calls.filter(({ method }) => method === 'conversations.replies')
    // Two pages to the post and two to its files; a refusal before each but the first.
    expect(reads.length).toBeLessThanOrEqual(7)
    const refusals = reads.flatMap(({ at }, index) => (at - (reads[index - 1]?.at ?? 0) < 900 && index > 0 ? [at] : []))
    expect(refusals.length).toBeLessThanOrEqual(3)
  })

  it('says nothing when the look itself failed', async () => {
    slack.slack.failNext('conversations.history', { kind: 'limited', retryAfter: '60' })
    await expect(slack.adapter.find(delivery())).rejects.toThrow('The look for a post in C1 failed.')
  })
})

describe('a post that is there', () => {
  it('is changed in place', async () => {
    const sent = await slack.adapter.send(delivery())
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    const words = { date: '2026-03-31', counts: { found: 1, posted: 1, thread: 0, filtered: 0, held: 0, already: 0 } }
    const heading = headingMessage({ ...words, coversSince: null, timezone: 'UTC', notes: [], next: null })
    expect(await slack.adapter.edit(sent.ref, heading)).toEqual(sent)
    expect(slack.slack.workspace.posts[0]?.text).toContain('Papers · Tuesday 31 March')
  })

  it('shows who votes, without the bot, each once whatever the skin tone', async () => {
    const sent = await slack.adapter.send(delivery())
    const [post] = slack.slack.workspace.posts
    if (sent.kind !== 'sent' || !post) throw new Error('It was not sent.')
    post.reactions.set('+1', new Set(['UBOT', 'U1']))
    post.reactions.set('+1::skin-tone-3', new Set(['U1', 'U2']))
    post.reactions.set('tada', new Set(['U2']))
    expect(await slack.adapter.voters(sent.ref)).toEqual([
      { person: 'slack:T1/U1', emoji: '👍' },
      { person: 'slack:T1/U2', emoji: '👍' },
      { person: 'slack:T1/U2', emoji: '🎉' },
    ])
    slack.slack.workspace.posts.splice(0)
    expect(await slack.adapter.voters(sent.ref)).toEqual([])
  })
})
