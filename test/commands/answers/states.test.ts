import { expect, it } from 'vitest'
import type { ChannelId } from '../../../src/core/chat.ts'
import { startsAt } from '../../fakes/clock.ts'
import { CHANNEL } from '../../fakes/day.ts'
import { cookieFor, KINDS, openShelf, READER } from '../../web/archive/shelf.ts'
import { answersIn } from './table.ts'
import { texts } from './texts.ts'
import { openSlackWorld } from './worlds.ts'

startsAt('2054-03-31T12:30:00Z')

/** What a member is answered in the subscribed channel. */
async function askAll(prepare: (world: Awaited<ReturnType<typeof openSlackWorld>>) => void, papers?: []) {
  const world = await openSlackWorld(papers)
  prepare(world)
  const cell = world.cells.find(({ place, person }) => place === 'papers' && person === 'member')
  if (!cell) throw new Error('Nobody asks in the channel.')
  const answers = await answersIn(world.bot.store, texts, cell)
  await world.close()
  return answers
}

it('answers without papers, and while every source is down, as the table says', async () => {
  const usual = await askAll(() => {})
  const states = {
    'an empty database': await askAll(() => {}, []),
    'every source down': await askAll(({ bot }) => {
      bot.outside.sightings = null
    }),
  }
  const rows = Object.entries(states).flatMap(([state, answers]) => {
    const different = [...answers].filter(([text, answer]) => answer !== usual.get(text))
    return [`With ${state}`, ...different.map(([text, answer]) => `  /papers ${text} ◂ ${answer}`)]
  })
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('states.txt')
})

it('answers on the archive’s pages as the table says', async () => {
  const shelf = await openShelf()
  const nowhere: ChannelId = 'slack:T1/C404'
  const visitors = {
    reader: cookieFor(shelf.links.open(CHANNEL, READER)),
    'of a channel without posts': cookieFor(shelf.links.open(nowhere, READER)),
    stranger: '',
  }
  const pages = [...KINDS, '/archive/search?q=quokkas', '/archive/paper?id=arxiv:2603.77777', '/archive/top/year']
  const asked: { page: string; row: string }[] = []
  for (const page of pages) {
    const answers = Object.entries(visitors).map(async ([who, cookie]) => {
      const answer = await shelf.ask(page, { cookie })
      return { who, said: `${answer.status} ${mainOf(await answer.text())}` }
    })
    const alike = Map.groupBy(await Promise.all(answers), ({ said }) => said)
    for (const [said, by] of alike) asked.push({ page, row: `${by.map(({ who }) => who).join(', ')}: ${said}` })
  }
  await shelf.close()
  const alike = Map.groupBy(asked, ({ row }) => row)
  const rows = [...alike].map(
    ([row, same]) => `${same.length === pages.length ? 'every page' : same.map(({ page }) => page).join(' ')} ◂ ${row}`,
  )
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('archive.txt')
})

/** What a page is headed with, and says where there is nothing else. */
const mainOf = (html: string): string =>
  [/<h1[^>]*>([\s\S]*?)<\/h1>/, /<p>([\s\S]*?)<\/p>/]
    .map(
      (part) =>
        part
          .exec(html)?.[1]
          ?.replaceAll(/<[^>]*>/g, '')
          .trim() ?? '',
    )
    .join(' / ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
