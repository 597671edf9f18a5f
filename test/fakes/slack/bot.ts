import { createSlackAdapter } from '../../../adapters/slack/index.ts'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import type { Defaults } from '../../../src/channels/settings.ts'
import { createHandlers } from '../../../src/commands/handlers.ts'
import type { ChatAdapter, Command } from '../../../src/core/chat.ts'
import type { Paper, PaperId, Sighting } from '../../../src/core/paper.ts'
import type { Store } from '../../../src/db/open.ts'
import { writeMessages } from '../../../src/digest/write/write-planned.ts'
import { createDiscussedMarkHandler } from '../../../src/meetings/discussions.ts'
import { planMeetings } from '../../../src/meetings/plan-meetings.ts'
import { createKeptTexts } from '../../../src/outbox/kept-texts.ts'
import { openSearch } from '../../../src/search/search.ts'
import { SourceError } from '../../../src/sources/source-error.ts'
import { createState } from '../../../src/state/state.ts'
import { createExtractive } from '../../../src/summaries/extractive.ts'
import type { ReadPaperText } from '../../../src/texts/paper-text.ts'
import { tick } from '../../../src/tick/collector.ts'
import { until } from '../../wait.ts'
import { log } from '../day.ts'
import { deliverAll } from '../deliver.ts'
import { openScratch } from '../scratch.ts'
import { fakeSource } from '../source.ts'
import { readAbstracts } from '../texts.ts'
import { traitsOf } from '../traits.ts'
import { people } from './people.ts'
import { type FakeSlack, openFakeSlack } from './server.ts'
import { type FakePost, wordsOf } from './workspace.ts'

/** What a bot finds when it starts anew, and the platforms it is on beside Slack. */
export type Existing = { slack: FakeSlack; store: Store; others: ChatAdapter[]; readText: ReadPaperText }

type SlackBot = Awaited<ReturnType<typeof openSlackBot>>

/** Types `/papers settings` and presses one of its buttons; resolves with the form. */
export async function openSettings(bot: SlackBot, label: string, user = 'U1') {
  await bot.answerTo(() => bot.command('settings', { user }))
  const { blocks } = bot.slack.answers.at(-1) ?? { blocks: [] }
  const elements = blocks.flatMap(
    ({ elements }) => (elements ?? []) as { text?: { text: string }; action_id: string }[],
  )
  const action = elements.find(({ text }) => text?.text === label)?.action_id ?? ''
  return bot.windowOf(() => bot.pressInAnswer(blocks, action, { user }))
}

/** The whole bot on a fake Slack, with a clock for its digests; everything between is real. */
export async function openSlackBot(given: Partial<Defaults> = {}, world: Partial<Existing> = {}) {
  const { slack = await openFakeSlack(), store = await openScratch(), others = [], readText = readAbstracts } = world
  const { botToken, appToken } = slack.workspace
  const tokens = { botToken, appToken, signingSecret: null, oauth: null }
  const adapter = createSlackAdapter({
    ...tokens,
    apiUrl: slack.url,
    slowMs: 20_000,
    kept: createKeptTexts(store),
    log,
  })
  const search = await openSearch(store)
  const source = fakeSource('huggingface')
  /** What `add` finds outside. */
  const papers = new Map<PaperId, Paper>()
  /** What Hugging Face’s search finds; null: every source is down. */
  const outside: { sightings: Sighting[] | null } = { sightings: [] }
  const stopping = new AbortController()
  const app = {
    store,
    log,
    search,
    alertChannel: null,
    letters: null,
    archive: null,
    sources: [source],
    fetchMatches: async () => {
      if (!outside.sightings) throw new SourceError('Hugging Face answered 502 for “quokkas”.', 'refused')
      return { sightings: outside.sightings, skipped: [] }
    },
    async fetchPaper(id: PaperId) {
      if (!outside.sightings) throw new SourceError('arXiv answered 502.', 'refused')
      return papers.get(id) ?? null
    },
    readText,
    summarize: createExtractive(),
    signal: stopping.signal,
    state: createState(store.now),
    traitsOf,
    adapters: new Map<string, ChatAdapter>([adapter, ...others].map((one) => [one.platform, one])),
    connections: [
      {
        platform: 'slack' as const,
        listed: [],
        findChannels: adapter.findChannels,
        examine: async () => [],
        isConnected: () => true,
        routes: {},
        pages: {},
      },
    ],
    outbox: { wake() {} },
    defaults: {
      timezone: 'Europe/Berlin',
      postAt: '09:00',
      postDays: [1, 2, 3, 4, 5],
      papersPerDay: 2,
      language: 'en',
      sources: ['huggingface'],
      ...given,
    } satisfies Defaults,
  }
  const send = async (now = Date.now()) => {
    for (const one of app.adapters.values()) await deliverAll(store, one, now)
  }
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
  const handlers = createHandlers(app, { wake: () => {} })
  await adapter.start(handlers)
  const asking = people(slack)
  return {
    ...app,
    onMarksChanged: createDiscussedMarkHandler(app),
    ...asking,
    slack,
    handlers,
    adapter,
    source,
    papers,
    outside,
    send,
    posts: slack.workspace.posts,
    /** One minute of the bot at `now` (ISO), until nothing more can be sent. */
    async at(now: string): Promise<void> {
      await tick(app, Date.parse(now))
      await send()
    },
    /** What meetings need at `now` (milliseconds), until nothing more can be sent. */
    async meet(now: number): Promise<void> {
      await planMeetings(app, now)
      await writeMessages(app)
      await send()
    },
    /** Does something and resolves with the words of the answer to it. */
    async answerTo(asked: () => Promise<unknown>): Promise<string> {
      const before = slack.answers.length
      await asked()
      await until(() => slack.answers.length > before)
      return wordsOf(slack.answers.at(-1) ?? { blocks: [] })
    },
    /** Does something and resolves with the window that it opens. */
    async windowOf(asked: () => Promise<unknown>) {
      const before = slack.workspace.views.length
      await asked()
      await until(() => slack.workspace.views.length > before)
      const view = slack.workspace.views.at(-1)
      if (!view) throw new Error('No window opened.')
      return view
    },
    /** App Home as somebody sees it who opens it. */
    async homeOf(user = 'U1') {
      const { homes } = slack.workspace
      homes.delete(user)
      await asking.event({ type: 'app_home_opened', user, channel: `D${user}`, tab: 'home', event_ts: '1' })
      await until(() => homes.has(user))
      const home = homes.get(user)
      if (!home) throw new Error('No App Home was drawn.')
      return home
    },
    /** What somebody is answered who asks on whatever platform. */
    async ask(command: Command): Promise<string> {
      const reply = await handlers.onCommand(command)
      return JSON.stringify('form' in reply ? reply.form : reply.message)
    },
    post(words: string): FakePost {
      const found = slack.workspace.posts.find((post) => wordsOf(post).includes(words))
      if (!found) throw new Error(`No post says “${words}”.`)
      return found
    },
    /** Goes down, and leaves the platforms and the database as they are. */
    async crash(): Promise<void> {
      stopping.abort()
      await adapter.stop()
      await search.close()
      await store.close()
    },
    async close(): Promise<void> {
      await this.crash()
      await slack.close()
      if (slack.invalidCalls.length > 0) throw new Error(`Slack refused: ${slack.invalidCalls.join('; ')}`)
    },
  }
}
