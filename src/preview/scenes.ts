import type { Scene } from '../chat.ts'
import type { App } from '../cli/app.ts'
import { answerSearch } from '../commands/answer.ts'
import { settingsForm } from '../commands/settings.ts'
import { everybodyIn } from '../commands/standing.ts'
import { draftDigests } from '../digest/draft.ts'
import { createPaperReader } from '../digest/reading.ts'
import { localDate, nextPost } from '../digest/schedule.ts'
import { effectiveSettings } from '../digest/settings.ts'
import { createSummaries } from '../digest/summaries.ts'
import { wordPart } from '../digest/wording.ts'
import { VOTE } from '../discussion/settings.ts'
import type { Message } from '../message.ts'
import type { Channel } from '../store/channels.ts'

export type SceneContext = Pick<App, 'store' | 'defaults' | 'summarize' | 'search' | 'signal'>
export type SceneWish = { channel: Channel; query: string; now: number }

/** What can be looked at; nothing of it is stored or sent. */
export const scenes: Record<string, (context: SceneContext, wish: SceneWish) => Promise<Scene>> = {
  digest: nextDigest,
  search: async (context, { channel, query }) => ({
    posts: [toAsker(await answerSearch(context, everybodyIn(channel.id), query, 0))],
  }),
  settings: async ({ defaults }, { channel }) => ({ form: settingsForm(channel, { defaults }) }),
}

/** The digest that the channel would get now. */
async function nextDigest(
  { store: { db }, defaults, summarize, signal }: SceneContext,
  { channel, now }: SceneWish,
): Promise<Scene> {
  const settings = effectiveSettings(channel.settings, defaults)
  const date = localDate(settings.timezone, now)
  const [draft] = await draftDigests(db, [channel], defaults, { date, now, scope: 'news' })
  if (!draft) return { posts: [] }
  const { counts, coversSince, notes, choices, deliveries } = draft
  const next = nextPost(settings, now, date)?.at ?? null
  const view = {
    settings,
    words: { date, counts, coversSince, notes, timezone: settings.timezone, next },
    outcomes: choices.map(({ paper, outcome, rank }) => ({ paper: paper.id, outcome, rank })),
  }
  const reading = { papers: createPaperReader(db), summaries: createSummaries(db, summarize, signal) }
  const posts = deliveries.map(async ({ subject, parent }) => {
    const message = subject.kind === 'said' ? subject.message : await wordPart(subject, view, reading)
    return { message, inThread: parent !== null, seed: message.kind === 'paper' ? [VOTE] : [], onlyAsker: false }
  })
  return { posts: await Promise.all(posts) }
}

const toAsker = (message: Message) => ({ message, inThread: false, seed: [], onlyAsker: true })
