import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveSettings } from '../../src/channels/channels.ts'
import type { PaperId } from '../../src/core/paper.ts'
import { createPictureFinder } from '../../src/digest/plan/find-pictures.ts'
import type { FindPicture } from '../../src/sources/pictures.ts'
import { CHANNEL, openFakeDay } from '../fakes/day.ts'
import { aSighting } from '../fixtures/papers.ts'

const picture = { url: 'https://arxiv.org/html/2603.00011v1/x1.png', alt: 'Figure 1: Tides.' }
let day: Awaited<ReturnType<typeof openFakeDay>>
let asked: PaperId[]
let findPictures: (now: number) => Promise<void>

beforeEach(async () => {
  day = await openFakeDay()
  asked = []
  const findPicture: FindPicture = async ({ id }) => {
    asked.push(id)
    if (id.endsWith('2')) throw new Error('arXiv is away')
    return picture
  }
  findPictures = createPictureFinder({ ...day, findPicture })
  day.source.sightings.push(aSighting('2603.00001', '2026-03-30'))
  await day.at('2026-03-30T12:00:00Z')
  for (const [id, upvotes] of [
    ['2603.00011', 9],
    ['2603.00012', 8],
    ['2603.00013', 1],
  ] as const)
    day.source.sightings.push(aSighting(id, '2026-03-31', { upvotes }))
  day.seen()
})
afterEach(() => day.close())

const lookAt = async (...times: string[]) => {
  for (const time of times) {
    await day.at(`2026-03-31T${time}:00Z`)
    await findPictures(Date.parse(`2026-03-31T${time}:00Z`))
  }
}
const chooses = (layout: 'cards' | 'pictures') => saveSettings(day.store.db, CHANNEL, { layout })
const pictures = () =>
  day.chat.posts.filter(({ message }) => message.kind === 'paper').map(({ message }) => message.cards[0]?.picture)

it('stand in the posts of a channel that wants them; one that is not found keeps no post back', async () => {
  await chooses('pictures')
  await lookAt('06:45', '06:55', '06:56')
  expect(asked).toEqual(['arxiv:2603.00011', 'arxiv:2603.00012'])
  await day.at('2026-03-31T07:00:00Z')
  expect(pictures()).toEqual([picture, null])
})

it('are neither looked for nor shown where a channel wants none', async () => {
  await chooses('cards')
  await lookAt('06:55')
  await day.at('2026-03-31T07:00:00Z')
  expect(asked).toEqual([])
  expect(pictures()).toEqual([null, null])
})

it('are kept when their source is read again', async () => {
  await chooses('pictures')
  await lookAt('06:55')
  day.source.sightings.push(aSighting('2603.00011', '2026-03-31', { upvotes: 20, paper: { title: 'Another title' } }))
  await day.at('2026-03-31T07:00:00Z')
  expect(pictures()).toEqual([picture, null])
})
