import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ArchiveLinks, LetterLinks } from '../../src/access/reader-links.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import { suggest } from '../../src/commands/suggest.ts'
import type { ChannelId, Command, PersonId } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { openScratch } from '../fakes/scratch.ts'
import { traitsOf } from '../fakes/traits.ts'

let store: Store
beforeAll(async () => {
  store = await openScratch()
})
afterAll(() => store.close())
const asked: string[] = []
const search: Pick<PaperSearch, 'complete'> = {
  async complete(prefix) {
    asked.push(prefix)
    const title = { query: '2603.10001', label: 'Sparse Retrievers Learn to Listen' }
    return prefix === 'some' ? [{ query: 'author:"Some Body"', label: 'Some Body' }, title] : [title]
  },
}
const nothing = { letters: null, archive: null }
const everything = {
  letters: {} as LetterLinks,
  archive: {} as ArchiveLinks,
}
const access = {
  maySee: async (_: ChannelId, person: PersonId) => person === 'discord:U1',
  isKnown: async () => true,
  mayManage: async () => false,
  isAdmin: async () => false,
  traitsOf,
  defaults: {
    timezone: 'Europe/Berlin',
    postAt: '09:00',
    postDays: [1, 2, 3, 4, 5],
    papersPerDay: 5,
    language: 'en',
    sources: ['huggingface', 'arxiv'],
  } satisfies Defaults,
}
const typed = async (
  text: string,
  set: typeof nothing | typeof everything = nothing,
  person: PersonId = 'discord:U1',
) => {
  const command: Command = { channel: 'discord:G1/C1', person, text }
  return (await suggest({ ...access, search: search as PaperSearch, store, ...set }, command)).map((one) => one.text)
}

it('offers every verb before anything is typed, and nothing to search for', async () => {
  expect(await typed('')).toEqual(expect.arrayContaining(['help', 'top', 'why', 'saved', 'settings']))
  expect(asked).toEqual([])
})

it('offers the verbs that begin so first, then titles', async () => {
  expect(await typed('s')).toEqual([...(await typed('s')).filter((text) => text.startsWith('s')), '2603.10001'])
})

it('keeps the verb in front of a title that completes what follows it', async () => {
  expect(await typed('why spar')).toEqual(['why 2603.10001'])
  expect(asked.at(-1)).toBe('spar')
})

it.each(['why', 'cite', 'present', 'done'])('offers titles alone after %s', async (verb) => {
  expect(await typed(`${verb} some`)).toEqual([`${verb} 2603.10001`])
})

it('offers the settings by name, and the values of each', async () => {
  expect(await typed('settings l')).toEqual(['settings layout', 'settings language', 'settings links'])
  expect(await typed('settings layout ')).toEqual([
    'settings layout cards',
    'settings layout pictures',
    'settings layout thread',
    'settings layout default',
  ])
  expect(await typed('settings time 08')).toEqual(['settings time 08:00'])
  expect(await typed('settings zone lisb')).toEqual(['settings zone Europe/Lisbon'])
  expect(await typed('settings sources arx')).toEqual(['settings sources arxiv'])
})

it('offers the verbs while a search is still starting', async () => {
  const starting = { complete: () => new Promise<never>(() => {}) } as unknown as PaperSearch
  const offered = await suggest(
    { ...access, search: starting, store, ...nothing },
    { channel: 'discord:G1/C1', person: 'discord:U1', text: 'he' },
  )
  expect(offered.map(({ text }) => text)).toEqual(['help'])
})

it('offers mail and the archive only where they are set up', async () => {
  expect(await typed('')).not.toEqual(expect.arrayContaining(['email']))
  expect(await typed('we')).not.toContain('web')
  expect(await typed('', everything)).toEqual(expect.arrayContaining(['email', 'web']))
})

it('offers nothing to whoever does not see the channel', async () => {
  expect(await typed('', everything, 'discord:U2')).toEqual([])
  expect(await typed('spar', nothing, 'discord:U2')).toEqual([])
})
