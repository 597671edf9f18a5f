import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listFeedKeys, withdrawFeedKey } from '../../../src/access/feed-keys.ts'
import { setChannelState } from '../../../src/channels/channels.ts'
import { CHANNEL } from '../../fakes/day.ts'
import { ELSEWHERE, EVIL, openShelf, READER } from '../archive/shelf.ts'

let shelf: Awaited<ReturnType<typeof openShelf>>
beforeAll(async () => {
  shelf = await openShelf()
})
afterAll(() => shelf.close())

const read = async (file: string, channel = CHANNEL) => {
  const answer = await shelf.ask(await shelf.feed(file, channel))
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
}

describe('feeds', () => {
  it('hold what was posted in the channel, for Atom readers, whatever its titles hold', async () => {
    const { status, type, text } = await read('posts.atom')
    expect([status, type]).toEqual([200, 'application/atom+xml; charset=utf-8'])
    const feed = parseAtomFeed(text)
    expect(feed).toMatchObject({ id: 'tag:papers.example,2026:posts:slack:T1/C1', updated: '2026-03-31T07:00:00.000Z' })
    expect(feed.entries).toMatchObject([
      {
        id: 'tag:papers.example,2026:arxiv:2603.00001',
        title: { value: EVIL },
        authors: [{ name: 'Ada von Example' }, { name: 'Team' }],
        links: [{ href: 'https://arxiv.org/abs/2603.00001' }],
        content: { value: expect.stringContaining('raises recall by 12.5%') },
      },
      { id: 'tag:papers.example,2026:arxiv:2603.00002' },
    ])
  })

  it('hold what a search finds, the newest first, and what the team voted for', async () => {
    const found = parseJsonFeed((await read('search.json?q=agents')).text)
    const dates = found.items?.map(({ date_published }) => date_published) ?? []
    expect(dates).toHaveLength(4)
    expect(dates).toEqual(dates.toSorted().toReversed())
    expect(parseJsonFeed((await read('top.json')).text).items).toMatchObject([{ title: 'Memory for agents' }])
    expect(parseJsonFeed((await read('top.json', ELSEWHERE)).text).items ?? []).toEqual([])
  })

  it('hold the meetings of the team for a calendar, without who presents', async () => {
    const { status, type, text } = await read('meetings.ics')
    expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8'])
    const starts = [...text.matchAll(/^DTSTART:(\d{8}T\d{6})Z/gm)].map(([, at]) => at)
    expect(starts.slice(0, 3)).toEqual(['20260402T150000', '20260409T150000', '20260416T150000'])
    expect(new Set([...text.matchAll(/^UID:(.*)$/gm)].map(([, id]) => id)).size).toBe(starts.length)
    expect(text).not.toMatch(/UVOTER|UOTHER/)
    expect((await read('meetings.ics', ELSEWHERE)).text).not.toContain('BEGIN:VEVENT')
  })

  it('are asked for once: a reader that has one already gets no second copy', async () => {
    const address = await shelf.feed('posts.json')
    const first = await shelf.ask(address)
    const again = await shelf.ask(address, { 'if-none-match': first.headers.get('etag') ?? '' })
    expect([first.status, again.status]).toEqual([200, 304])
  })

  it('leave no key in the log when something goes wrong', async () => {
    const broken = await openShelf()
    const lines: unknown[] = []
    broken.log.error = (facts: unknown) => lines.push(facts)
    const address = await broken.feed('posts.atom')
    await broken.store.db.destroy()
    expect((await broken.ask(address)).status).toBe(500)
    expect(lines).toMatchObject([{ path: '/feed/…/posts.atom' }])
    await broken.close()
  })

  it('close one by one: a key that is withdrawn opens nothing, and the archive gives a new one', async () => {
    const address = await shelf.feed('posts.atom')
    const { text } = await shelf.visit('/archive/feeds')
    expect(text).toContain(address)
    const [key] = await listFeedKeys(shelf.store.db, CHANNEL, READER)
    expect(key).toMatchObject({ person: READER, readAt: shelf.store.now() })
    await withdrawFeedKey(shelf.store.db, key?.id ?? '')
    expect((await shelf.ask(address)).status).toBe(404)
    expect((await shelf.visit('/archive/feeds')).text).not.toContain(address)
    expect((await shelf.ask(await shelf.feed('posts.atom'))).status).toBe(200)
  })

  it('stay as long as the bot is in the channel, for nobody who made the address up', async () => {
    shelf.wait(3_000 * 86_400_000)
    expect((await read('posts.atom')).status).toBe(200)
    for (const path of [
      '/feed/x.y/posts.atom',
      '/feed/x/posts.atom',
      await shelf.feed('all.exe'),
      new URL(shelf.links.feed(CHANNEL, 'posts.atom')).pathname,
    ])
      expect((await shelf.ask(path)).status).toBe(404)
    const archive = new URL(shelf.links.open(CHANNEL, READER)).searchParams.get('t')
    expect((await shelf.ask(`/feed/${archive}/posts.atom`)).status).toBe(404)
    await setChannelState(shelf.store.db, CHANNEL, 'left', null)
    expect((await read('posts.atom')).status).toBe(404)
  })
})
