import { expect, it } from 'vitest'
import { type Channel, findChannel, saveSettings, subscribeChannel } from '../../src/channels/channels.ts'
import { digestDeliveries } from '../../src/digest/plan/draft.ts'
import { openScratch } from '../fakes/scratch.ts'
import { aPaper } from '../fixtures/papers.ts'

const ids = ['2603.00001', '2603.00002', '2603.00003', '2603.00004', '2603.00005']
const choices = ids.map((id, index) => ({
  paper: aPaper(id),
  outcome: 'posted' as const,
  reason: '',
  rank: index + 1,
  upvotes: 9 - index,
}))

it('posts the best first, or shuffled where a channel wants that: the same way each time, another way each day', async () => {
  const store = await openScratch()
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
  const best = shown(await channelOf(store), '2026-03-31')
  await saveSettings(store.db, 'slack:T1/C1', { order: 'shuffled' })
  const channel = await channelOf(store)
  await store.close()
  expect(best).toEqual(ids.map((id) => `arxiv:${id}`))
  const days = ['2026-03-31', '2026-04-01', '2026-04-02'].map((date) => shown(channel, date))
  expect(days[0]).toEqual(shown(channel, '2026-03-31'))
  expect(new Set(days.map((order) => order.join())).size).toBeGreaterThan(1)
  for (const order of days) expect(order.toSorted()).toEqual(best)
})

/** In the order of their positions, which is the one they are sent in. */
function shown(channel: Channel, date: string): string[] {
  const { postings, deliveries } = digestDeliveries(channel, { digest: 'posts' }, date, choices, 1)
  const sent = deliveries.flatMap(({ subject }) => (subject.kind === 'paper' ? [subject.paper] : []))
  expect(postings.toSorted((a, b) => a.position - b.position).map(({ paper }) => paper)).toEqual(sent)
  return sent
}

async function channelOf(store: Awaited<ReturnType<typeof openScratch>>): Promise<Channel> {
  const channel = await findChannel(store.db, 'slack:T1/C1')
  if (!channel) throw new Error('The channel is not there.')
  return channel
}
