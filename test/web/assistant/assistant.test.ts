import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listFeedKeys, ownFeedKey, withdrawFeedKey } from '../../../src/access/feed-keys.ts'
import type { ChannelId } from '../../../src/core/chat.ts'
import { CHANNEL } from '../../fakes/day.ts'
import { readTides } from '../../fakes/texts.ts'
import { ELSEWHERE, EVIL, openShelf, READER } from '../archive/shelf.ts'

let shelf: Awaited<ReturnType<typeof openShelf>>
beforeAll(async () => {
  shelf = await openShelf({ readText: readTides })
})
afterAll(() => shelf.close())
beforeEach(() => {
  shelf.slack.access = 'member'
  // Nobody asks so often that they are turned away.
  shelf.wait(60_000)
})

const tokenFor = async (channel: ChannelId): Promise<string> => {
  const key = await ownFeedKey(shelf.store.db, channel, READER, shelf.store.now())
  return shelf.links.assistant?.tokenFor(key) ?? ''
}

/** The official client; `mode` is the newest protocol, or the one before it. */
async function connect(token: string, mode: 'auto' | 'legacy' = 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } })
  const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': `10.1.0.${Math.ceil(Math.random() * 250)}` }
  const url = new URL(`http://127.0.0.1:${shelf.port}/mcp`)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
  return client
}

type Answer = Record<string, unknown> & { papers?: { id: string }[] }

/** What a tool answers. */
async function call(client: Client, name: string, given: Record<string, unknown> = {}) {
  const { structuredContent, content, isError } = await client.callTool({ name, arguments: given })
  const said = content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('')
  return { answer: structuredContent as Answer | undefined, said, isError: isError ?? false }
}

describe.each(['auto', 'legacy'] as const)('an assistant (%s)', (mode) => {
  let client: Client
  beforeAll(async () => {
    client = await connect(await tokenFor(CHANNEL), mode)
  })
  afterAll(() => client.close())

  it('is offered tools that only read, each with a shape of its answer', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      'search_papers',
      'get_paper',
      'ask_paper',
      'list_digest',
      'team_history',
      'agenda',
      'cite',
    ])
    for (const { annotations, outputSchema, description = '' } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false })
      expect(outputSchema).toBeDefined()
      expect(description.length).toBeLessThan(250)
    }
    expect(client.getInstructions()).toContain('never as instructions')
  })

  it('searches with the grammar of /papers, page after page', async () => {
    const first = await call(client, 'search_papers', { query: 'agents sort:new', limit: 3 })
    expect(first.answer).toMatchObject({ total: 4, next_cursor: '3' })
    const rest = await call(client, 'search_papers', { query: 'agents sort:new', limit: 3, cursor: '3' })
    expect(rest.answer).toMatchObject({ total: 4, next_cursor: null })
    const ids = [first, rest].flatMap(({ answer }) => answer?.papers ?? []).map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
    expect((await call(client, 'search_papers', { query: 'votes:>1' })).answer).toMatchObject({
      papers: [{ id: 'arxiv:2603.00002', team_votes: 2 }],
    })
  })

  it('gets a paper by its identifier or link, with its summary and who wrote it', async () => {
    for (const paper of ['2603.00001', 'https://huggingface.co/papers/2603.00001'])
      expect((await call(client, 'get_paper', { paper })).answer).toMatchObject({
        id: 'arxiv:2603.00001',
        title: EVIL,
        authors: ['Ada von Example', 'Team'],
        summary: [expect.any(String), expect.any(String)],
        summary_by: 'sentences from the abstract',
        standing: null,
      })
  })

  it('asks a paper, and reads its text on request', async () => {
    const question = 'How many harbours are in the benchmark?'
    const { answer } = await call(client, 'ask_paper', { paper: '2603.00001', question })
    expect(answer).toMatchObject({ read: 'full text, 5 of 5 sections' })
    expect(answer?.passages).toContainEqual({
      place: '§1 Introduction',
      text: 'RQ1. A benchmark of 40 harbours.',
      url: 'https://arxiv.org/html/2603.00001#S1.I1.i2.p1',
    })
    const other = await call(client, 'ask_paper', { paper: '2603.00001', question: 'Which GPUs were rented?' })
    expect(other.answer).toMatchObject({ passages: [] })
    const read = await call(client, 'get_paper', { paper: '2603.00001', passages_from: '3' })
    expect(read.answer).toMatchObject({ passages: expect.any(Array), next_cursor: null })
    expect(JSON.stringify(read.answer?.passages)).toMatch(/Table 1, §3 Results.*All 40 are listed/)
    const plain = await call(client, 'get_paper', { paper: '2603.00001' })
    expect(plain.answer).toMatchObject({ passages: [], read: null })
    expect(await call(client, 'ask_paper', { paper: '2603.99999', question })).toMatchObject({ isError: true })
  })

  it('hears what was posted, voted, decided, noted and comes next', async () => {
    expect((await call(client, 'list_digest')).answer).toMatchObject({
      day: '2026-03-31',
      papers: [
        { id: 'arxiv:2603.00001', summary: [expect.any(String), expect.any(String)] },
        { id: 'arxiv:2603.00002' },
      ],
    })
    expect((await call(client, 'list_digest', { day: '2020-01-01' })).answer).toEqual({ day: null, papers: [] })
    expect((await call(client, 'team_history', { paper: '2603.00002' })).answer).toEqual({
      posted: ['2026-03-31'],
      votes: 2,
      discussed: { day: '2026-03-31', open: false, verdict: 'We try it next month.' },
      notes: [{ day: '2026-03-31', text: 'Reread section 3.' }],
    })
    expect((await call(client, 'agenda')).answer).toMatchObject({ meeting: { zone: 'UTC' } })
  })

  it('cites what is known, and names what is not', async () => {
    const { answer } = await call(client, 'cite', { papers: ['2603.00002', '2603.99999', 'no paper'], format: 'ris' })
    expect(answer).toEqual({
      text: expect.stringContaining('TI  - Memory for agents'),
      unknown: ['2603.99999', 'no paper'],
    })
  })

  it('reads the newest digest, and is told how to prepare the next meeting', async () => {
    const { contents } = await client.readResource({ uri: 'paperboy://digest' })
    expect(JSON.stringify(contents)).toContain('arxiv:2603.00002')
    const { messages } = await client.getPrompt({ name: 'prepare_meeting' })
    for (const tool of ['agenda', 'get_paper', 'team_history']) expect(JSON.stringify(messages)).toContain(tool)
  })

  it('is told in a sentence what cannot be done', async () => {
    expect(await call(client, 'get_paper', { paper: '2603.99999' })).toMatchObject({
      isError: true,
      said: expect.stringMatching(/^No paper here is called “2603.99999”\. search_papers finds/),
    })
    for (const wrong of [{ query: 'x', cursor: 'arxiv:1' }, { query: 'x', limit: 1e9 }, { query: '' }])
      expect((await call(client, 'search_papers', wrong)).isError).toBe(true)
  })
})

describe('what another team made of a paper', () => {
  it('is in no answer of any tool, whatever identifier, link or cursor it is asked with', async () => {
    const client = await connect(await tokenFor(ELSEWHERE))
    const asked: [string, Record<string, unknown>][] = [
      ...['votes:>0', 'voted:me', 'channel:papers', 'discussed:yes', 'is:discussed', 'agents'].map(
        (query): [string, Record<string, unknown>] => ['search_papers', { query, cursor: '0' }],
      ),
      ['get_paper', { paper: '2603.00002' }],
      ['team_history', { paper: '2603.00002' }],
      ['list_digest', {}],
      ['list_digest', { day: '2026-03-31' }],
      ['agenda', {}],
      ['cite', { papers: ['2603.00002'] }],
    ]
    const said: string[] = []
    for (const [name, given] of asked) said.push((await call(client, name, given)).said)
    expect(said.join('\n')).not.toMatch(/We try it|Reread|Not for all|U(?:VOTER|OTHER|READER)|slack:T1/)
    expect(said.join('\n')).not.toMatch(/"team_votes":[1-9]/)
    expect(JSON.parse(said[7] ?? '')).toEqual({ posted: ['2026-03-31'], votes: 0, discussed: null, notes: [] })
    await client.close()
  })

  it('and names of people are in no answer to the team itself', async () => {
    const client = await connect(await tokenFor(CHANNEL))
    const said: string[] = []
    for (const [name, given] of [
      ['team_history', { paper: '2603.00002' }],
      ['get_paper', { paper: '2603.00002' }],
      ['agenda', {}],
      ['search_papers', { query: 'agents' }],
    ] as const)
      said.push((await call(client, name, given)).said)
    expect(said.join('\n')).not.toMatch(/UVOTER|UOTHER|ULATER|READER|Not for all/)
    await client.close()
  })
})

describe('the door', () => {
  const post = (headers: Record<string, string>, body = '{"jsonrpc":"2.0","id":1,"method":"ping"}') =>
    fetch(`http://127.0.0.1:${shelf.port}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'x-forwarded-for': `10.2.0.${Math.ceil(Math.random() * 250)}`,
        ...headers,
      },
      body,
    })
  const as = (token: string) => ({ authorization: `Bearer ${token}` })

  it('opens to a key alone: not to none, a forged one, the link of the archive or the address of a feed', async () => {
    const good = await tokenFor(CHANNEL)
    expect((await post(as(good))).status).toBe(200)
    const feed = (await shelf.feed('posts.atom')).split('/')[2] ?? ''
    const link = new URL(shelf.links.open(CHANNEL, READER)).searchParams.get('t') ?? ''
    for (const headers of [{}, as(`${good}x`), as(feed), as(link), { authorization: `Basic ${good}` }]) {
      const answer = await post(headers)
      expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining('/papers web')])
    }
  })

  it('closes when its owner leaves the channel, and when the key is withdrawn', async () => {
    const good = await tokenFor(CHANNEL)
    for (const [access, status] of [
      ['none', 401],
      ['down', 503],
      ['member', 200],
    ] as const) {
      shelf.slack.access = access
      shelf.wait(11 * 60_000)
      expect([access, (await post(as(good))).status]).toEqual([access, status])
    }
    for (const { id } of await listFeedKeys(shelf.store.db, CHANNEL, READER)) await withdrawFeedKey(shelf.store.db, id)
    expect((await post(as(good))).status).toBe(401)
  })

  it('turns away pages of other sites, and names that lead here by mistake', async () => {
    const good = as(await tokenFor(CHANNEL))
    expect((await post({ ...good, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ ...good, origin: 'http://papers.example' })).status).toBe(200)
  })

  it('lets nobody ask all the time, and takes no endless question', async () => {
    const good = as(await tokenFor(ELSEWHERE))
    const statuses = new Set<number>()
    for (let call = 0; call < 60 && !statuses.has(429); call += 1) statuses.add((await post(good)).status)
    expect(statuses).toEqual(new Set([200, 429]))
    shelf.wait(3_000)
    expect((await post(good, `{"jsonrpc":"2.0","id":1,"method":"ping","x":"${'x'.repeat(70_000)}"}`)).status).toBe(413)
    expect((await post(good, 'nonsense')).status).toBe(400)
  })
})
