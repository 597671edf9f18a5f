import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveSettings } from '../../src/channels/channels.ts'
import { findDigest } from '../../src/digest/stored-digests.ts'
import { CHANNEL, openFakeDay } from '../fakes/day.ts'
import { aSighting } from '../fixtures/papers.ts'

let day: Awaited<ReturnType<typeof openFakeDay>>
beforeEach(async () => {
  day = await openFakeDay()
})
afterEach(() => day.close())

/** Monday's papers are there, and the channel has had its first digest. */
async function subscribedOnMonday(): Promise<void> {
  day.source.sightings.push(
    aSighting('2603.00001', '2026-03-30', { upvotes: 5 }),
    aSighting('2603.00002', '2026-03-30', { upvotes: 9 }),
  )
  await day.at('2026-03-30T12:00:00Z')
  day.seen()
}

describe('the first digest of a channel', () => {
  it('comes at once, with the newest day that has papers; older ones are history', async () => {
    day.source.sightings.push(aSighting('2603.00001', '2026-03-27'), aSighting('2603.00002', '2026-03-26'))
    await day.at('2026-03-29T12:00:00Z')
    expect(day.seen()).toEqual([
      'Papers · Sunday 29 March 2026',
      'Paper 2603.00001',
      expect.stringContaining('1 found · 1 posted'),
    ])
    await day.at('2026-03-30T07:00:00Z')
    expect(day.seen()).toEqual(['No new papers since Sun 14:00. Next post: Tue 09:00.'])
  })

  it('waits until there is something to show', async () => {
    await day.at('2026-03-30T12:00:00Z')
    expect(day.seen()).toEqual([])
  })
})

describe('a day', () => {
  it('has a model warmed in the minutes before its post, not at other times', async () => {
    await subscribedOnMonday()
    const warmed: string[] = []
    for (const minute of ['06:50', '06:56', '06:57', '06:59', '07:00', '07:01']) {
      day.summarize.warm = () => void warmed.push(minute)
      await day.at(`2026-03-31T${minute}:00Z`)
    }
    expect(warmed).toEqual(['06:57', '06:59'])
  })

  it('is posted once, best first, at the channel’s local time', async () => {
    await subscribedOnMonday()
    day.source.sightings.push(
      ...[3, 30, 7].map((upvotes, index) => aSighting(`2603.0001${index}`, '2026-03-31', { upvotes })),
    )
    await day.at('2026-03-31T06:59:00Z')
    expect(day.seen()).toEqual([])
    await day.at('2026-03-31T07:00:00Z')
    expect(day.seen()).toEqual([
      'Papers · Tuesday 31 March 2026',
      'Paper 2603.00011',
      'Paper 2603.00012',
      'Paper 2603.00010',
      expect.stringContaining('3 found · 2 posted · 1 here'),
    ])
    await day.at('2026-03-31T07:01:00Z')
    await day.at('2026-03-31T18:00:00Z')
    expect(day.seen()).toEqual([])
  })

  it('brings late papers of a half-filled morning with the next post, once', async () => {
    await subscribedOnMonday()
    day.source.sightings.push(aSighting('2603.00010', '2026-03-31'))
    await day.at('2026-03-31T07:00:00Z')
    day.seen()
    day.source.sightings.push(aSighting('2603.00011', '2026-03-31'))
    await day.at('2026-03-31T12:00:00Z')
    expect(day.seen()).toEqual([])
    await day.at('2026-04-01T07:00:00Z')
    expect(day.seen()).toEqual([
      'Papers · Wednesday 1 April 2026',
      'Paper 2603.00011',
      expect.stringContaining('1 found'),
    ])
  })

  it('with nothing new is one line saying why and when next; a weekend is silent', async () => {
    await subscribedOnMonday()
    await day.at('2026-03-31T07:00:00Z')
    expect(day.seen()).toEqual(['No new papers since Mon 14:00. Next post: Wed 09:00.'])
    await day.at('2026-04-04T07:00:00Z')
    expect(day.seen()).toEqual([])
  })

  it('after down-time is one digest of the usual size that says what it covers', async () => {
    await subscribedOnMonday()
    for (const [index, date] of ['2026-03-31', '2026-04-01', '2026-04-02'].entries())
      day.source.sightings.push(aSighting(`2603.0002${index}`, date, { upvotes: index }))
    await day.at('2026-04-02T16:00:00Z')
    const heading = day.chat.posts[0]?.message.note
    expect(heading).toContain('3 new since Mon 14:00')
    expect(day.seen()).toEqual([
      'Papers · Thursday 2 April 2026',
      'Paper 2603.00022',
      'Paper 2603.00021',
      'Paper 2603.00020',
      expect.any(String),
    ])
  })

  it('after long down-time still brings every day that was missed', async () => {
    await subscribedOnMonday()
    day.source.sightings.push(aSighting('2603.00030', '2026-04-02'), aSighting('2603.00031', '2026-04-14'))
    await day.at('2026-04-15T07:00:00Z')
    expect(day.chat.posts[0]?.message.note).toContain('2 new since Mon 30 Mar')
  })

  it('posts nothing when the clock jumps back', async () => {
    await subscribedOnMonday()
    day.source.sightings.push(aSighting('2603.00010', '2026-03-31'))
    await day.at('2026-03-31T07:00:00Z')
    day.seen()
    await day.at('2026-03-30T07:00:00Z')
    await day.at('2026-03-31T07:00:00Z')
    expect(day.seen()).toEqual([])
  })
})

describe('a source that fails', () => {
  it('delays an empty morning for two hours, then one line says what is missing', async () => {
    await subscribedOnMonday()
    day.source.failure = 'Hugging Face answered 503 for 2026-03-31.'
    await day.at('2026-03-31T07:00:00Z')
    await day.at('2026-03-31T08:30:00Z')
    expect(day.seen()).toEqual([])
    await day.at('2026-03-31T09:00:00Z')
    expect(day.seen()).toEqual([
      'No new papers since Mon 14:00. Next post: Wed 09:00.\nHugging Face could not be read since Tue 09:00.',
    ])
  })

  it('costs nothing when it recovers in time', async () => {
    await subscribedOnMonday()
    day.source.failure = 'Hugging Face answered 503.'
    await day.at('2026-03-31T07:00:00Z')
    day.source.failure = null
    day.source.sightings.push(aSighting('2603.00010', '2026-03-31'))
    await day.at('2026-03-31T07:05:00Z')
    expect(day.seen()).toContain('Paper 2603.00010')
  })

  it('is called stale after three announcement days without news', async () => {
    await subscribedOnMonday()
    for (const date of ['2026-03-31', '2026-04-01', '2026-04-02', '2026-04-03']) await day.at(`${date}T07:00:00Z`)
    expect(day.seen().at(-1)).toContain('Hugging Face has listed nothing new since Mon 30 Mar.')
  })
})

describe('rules of a channel', () => {
  it('leave papers out, and say so in the last line and on record', async () => {
    await subscribedOnMonday()
    await saveSettings(day.store.db, CHANNEL, { exclude: 'survey' })
    day.source.sightings.push(
      aSighting('2603.00010', '2026-03-31', { paper: { title: 'A Survey of Surveys' } }),
      aSighting('2603.00011', '2026-03-31'),
    )
    await day.at('2026-03-31T07:00:00Z')
    expect(day.seen()).toEqual([
      'Papers · Tuesday 31 March 2026',
      'Paper 2603.00011',
      expect.stringContaining('2 found · 1 posted · 0 here · 1 filtered'),
    ])
    expect((await findDigest(day.store.db, CHANNEL, '2026-03-31'))?.counts).toMatchObject({ found: 2, filtered: 1 })
  })
})
