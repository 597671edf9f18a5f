import { afterEach, beforeEach, expect, it } from 'vitest'
import { recheckPapers } from '../../src/changes/recheck.ts'
import type { Paper } from '../../src/core/paper.ts'
import { findPaper } from '../../src/papers/papers.ts'
import { updateTallies } from '../../src/voting/update-tallies.ts'
import { openSlackBot } from '../fakes/slack/bot.ts'
import { wordsOf } from '../fakes/slack/workspace.ts'
import { aSighting } from '../fixtures/papers.ts'

const [THURSDAY, FRIDAY, MONDAY, TUESDAY] = ['2026-04-02', '2026-04-03', '2026-04-06', '2026-04-07']
const CODE = 'https://github.com/example/tidemark'

let bot: Awaited<ReturnType<typeof openSlackBot>>
/** What Hugging Face's page of the paper and arXiv say of it. */
let page: Partial<Paper>
let entry: Partial<Paper>
beforeEach(async () => {
  ;[page, entry] = [{}, {}]
  bot = await openSlackBot({ papersPerDay: 1 })
  bot.source.sightings.push(aSighting('2603.00001', THURSDAY))
  await bot.at(`${THURSDAY}T07:00:00Z`)
})
afterEach(() => bot.close())

const sources = async (spend: () => void) => {
  const asked = async (given: Partial<Paper>): Promise<Paper> => {
    spend()
    const paper = await findPaper(bot.store.db, 'arxiv:2603.00001')
    if (!paper) throw new Error('It is not stored.')
    return { ...paper, ...given }
  }
  return {
    fetchDay: async () => ({ sightings: [], skipped: [] }),
    fetchPage: () => asked(page),
    fetchArxiv: async () => [await asked(entry)],
    fetchDoi: async () => null,
  }
}

/** A day of the bot: sources are asked again, and a minute passes at the posting time. */
async function day(date: string): Promise<void> {
  const now = Date.parse(`${date}T07:00:00Z`)
  await recheckPapers({ ...bot, openRecheckSources: sources }, now - 60_000)
  await bot.at(new Date(now).toISOString())
  await updateTallies(bot, now)
}

const post = () => bot.post('Paper 2603.00001')
/** All that was written besides the digest's own messages: in channels, and to people. */
const written = () => bot.posts.filter(({ channel }) => channel !== 'C1').map(wordsOf)
const inChannel = () => bot.posts.filter(({ channel }) => channel === 'C1')

it('says on the post that code is out, to whoever asked by direct message, on lists and in “why”, once', async () => {
  const abstract = await bot.windowOf(() => bot.press(post(), 'abstract'))
  expect(wordsOf(abstract)).toContain('Tell me what changes')
  expect(wordsOf(await bot.windowOf(() => bot.pressInModal(abstract, 'watch')))).toContain('A direct message tells you')
  await bot.press(post(), 'save', { user: 'U2' })
  await day(FRIDAY)
  const before = inChannel().length
  page = { links: { ...(await sources(() => {}).then(({ fetchPage }) => fetchPage())).links, code: CODE } }
  await day(MONDAY)
  await day(TUESDAY)
  expect(wordsOf(post())).toMatch(/Code is out: github\.com\/example\/tidemark$/)
  expect(written()).toEqual([expect.stringMatching(/^What changed.*Paper 2603\.00001 · code is out/)])
  expect(await bot.answerTo(() => bot.command('saved', { user: 'U2' }))).toContain('code is out')
  expect(await bot.answerTo(() => bot.command('why 2603.00001'))).toContain(
    'Code is out: github.com/example/tidemark (',
  )
  expect(await bot.answerTo(() => bot.command('follow'))).toContain('changes of Paper 2603.00001')
  // Monday and Tuesday have one line each: nothing new.
  expect(inChannel().slice(before).map(wordsOf)).toEqual([
    expect.stringContaining('No new papers'),
    expect.stringContaining('No new papers'),
  ])
})

it('heads a post “Withdrawn” and says so once in its thread; a version and a venue are facts alone', async () => {
  entry = { facts: { version: 2, journal: 'J. Tides 12 (2026) 3–9' } }
  await day(FRIDAY)
  const before = wordsOf(post())
  entry = { facts: { comment: 'This paper has been withdrawn by the authors.' } }
  await day(MONDAY)
  await day(TUESDAY)
  expect(wordsOf(post())).toBe(`Withdrawn${before}`)
  const notices = inChannel().filter((one) => wordsOf(one).includes('withdrawn after it was posted'))
  expect(notices.map(({ threadTs }) => threadTs)).toEqual([post().ts])
  const facts = wordsOf(await bot.windowOf(() => bot.press(post(), 'abstract')))
  expect(facts).toContain('version 2')
  expect(facts).toContain('J. Tides 12')
})
