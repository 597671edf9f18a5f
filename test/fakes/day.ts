import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { subscribeChannel } from '../../src/channels/channels.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import type { ChannelId } from '../../src/core/chat.ts'
import { openStore } from '../../src/db/open.ts'
import { createState } from '../../src/state/state.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { type DayContext, tick } from '../../src/tick/collector.ts'
import { fakeChat } from './chat.ts'
import { deliverAll } from './deliver.ts'
import { fakeSource } from './source.ts'
import { traitsOf } from './traits.ts'

export const CHANNEL: ChannelId = 'slack:T1/C1'
export const log = pino({ level: 'silent' })

/** The whole bot with one source, one channel and a clock the test sets; everything between is real. */
export async function openFakeDay(given: Partial<Defaults> = {}, disk = tmpdir()) {
  const store = await openStore(`file:${join(mkdtempSync(join(disk, 'paperboy-')), 'test.db')}`)
  const source = fakeSource('huggingface')
  const chat = fakeChat('slack')
  const defaults: Defaults = {
    timezone: 'Europe/Berlin',
    postAt: '09:00',
    postDays: [1, 2, 3, 4, 5],
    papersPerDay: 2,
    language: 'en',
    sources: ['huggingface'],
    ...given,
  }
  const context: DayContext = {
    store,
    sources: [source],
    defaults,
    traitsOf,
    summarize: createExtractive(),
    outbox: { wake() {} },
    log,
    signal: new AbortController().signal,
    state: createState(() => Date.now()),
  }
  await subscribeChannel(store.db, CHANNEL, 'papers', 0)
  return {
    ...context,
    source,
    chat,
    /** One minute of the bot at `now` (ISO), until nothing more can be sent. */
    async at(now: string): Promise<void> {
      await tick(context, Date.parse(now))
      await deliverAll(store, chat, Date.parse(now))
    },
    /** What people saw since the last time this was asked, a line each. */
    seen(): string[] {
      return chat.posts
        .splice(0)
        .map(({ message }) => message.cards[0]?.title[0]?.text ?? message.heading ?? message.note ?? '')
    },
    close: () => store.close(),
  }
}
