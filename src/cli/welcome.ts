import { type Channel, describeNextPost, listChannels, subscribeChannel } from '../channels/channels.ts'
import type { ChannelId, ChatHandlers } from '../core/chat.ts'
import { notice } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import { postNow } from '../digest/plan/post.ts'
import { latestDigest } from '../digest/stored-digests.ts'
import { count } from '../digest/write/texts.ts'
import { writeMessages } from '../digest/write/write-planned.ts'
import { messagesOfDigest } from '../outbox/messages.ts'
import { corpusSize } from '../papers/papers.ts'
import { openSearch } from '../search/search.ts'
import { recordFetched } from '../sources/collecting/collect.ts'
import { sourceHealth } from '../sources/collecting/source-health.ts'
import { sampleDay } from '../sources/sample.ts'
import { type App, openScratchStore } from './wiring/open-app.ts'

type Place = Pick<App, 'store' | 'local'>

/** On a restart: the latest post as it was sent. Those of other places are read there. */
export async function showLatest({ store, local }: Place): Promise<void> {
  const digest = local && (await latestDigest(store.db, local.channel.id))
  if (digest) await showDigest({ store, local }, digest.date)
}

async function showDigest({ store, local }: Place, date: IsoDay): Promise<void> {
  if (!local) return
  for (const { message, inThread } of await messagesOfDigest(store.db, local.channel.id, date))
    local.show(message, inThread)
}

/** When the next post comes, in one line; a channel that is paused says so. */
export async function showNextPosts(app: Place & Pick<App, 'defaults' | 'config'>): Promise<void> {
  const { store, defaults, config, local } = app
  const channels = await listChannels(store.db)
  const lines = channels.slice(0, 5).map((channel) => nextPostLine(channel, channel.id === local?.channel.id, defaults))
  if (channels.length > 5) lines.push(`… and ${channels.length - 5} more channels`)
  if (config.timezoneIsGuessed)
    lines.push('Times are in UTC. To get posts at 09:00 of yours, set TIMEZONE=Europe/Berlin or another in .env.')
  local?.show(notice(lines.join('\n')), false)
}

function nextPostLine(channel: Channel, isLocal: boolean, defaults: App['defaults']): string {
  const next = describeNextPost(channel, defaults, Date.now())
  if (!isLocal) return `${channel.name}: next post: ${next}`
  return `Next post: ${next}\nType words to search, 1 to open the first paper, ? for help.`
}

type SampleContext = Place & Pick<App, 'state' | 'log' | 'summarize' | 'traitsOf' | 'signal' | 'defaults'>

/** With no network on the first start: one line that says so, and invented papers to look at. Null: not needed. */
export async function showSampleIfOffline(app: SampleContext): Promise<Sample | null> {
  const { store, local } = app
  if (!local || (await corpusSize(store.db)).papers > 0) return null
  const failed = [...(await sourceHealth(store.db)).values()].find(({ error }) => error !== null)
  if (!failed) return null
  local.show(
    notice(`${failed.error} Paperboy tries again every few minutes. Meanwhile, a sample of invented papers:`),
    false,
  )
  const sample = await openSample(app)
  const context = { ...app, ...sample.parts }
  await subscribeChannel(context.store.db, local.channel.id, local.channel.name, Date.now())
  await postNow(context, await listChannels(context.store.db), { date: sample.day, now: Date.now(), dryRun: false })
  await writeMessages(context)
  await showDigest(context, sample.day)
  return sample
}

export const showHistory =
  ({ store, local }: Place) =>
  async (months: number, of: number): Promise<void> => {
    const { papers } = await corpusSize(store.db)
    local?.status(months < of ? `history ${months}/${of} months, ${count(papers, 'paper')}` : null)
  }

type Sample = Awaited<ReturnType<typeof openSample>>

/** Invented papers in a database of their own, to look at and to search while there are no others. */
export async function openSample({ signal, defaults }: Pick<App, 'signal' | 'defaults'>) {
  const store = await openScratchStore('sample')
  const sightings = sampleDay()
  await recordFetched({ store, signal }, sightings, Date.now())
  const search = await openSearch(store)
  return {
    parts: { store, search, defaults: { ...defaults, sources: ['sample'] } },
    day: sightings[0]?.day ?? '',
    async close() {
      await search.close()
      await store.close()
    },
  }
}

/** On this machine the sample answers as long as there is one, and no other paper. */
export function answeringFromSample(
  { store, local }: Pick<App, 'store' | 'local'>,
  handlers: ChatHandlers,
  sampleHandlers: () => ChatHandlers | null,
): ChatHandlers {
  const pick = async ({ channel }: { channel: ChannelId }) => {
    const sample = channel === local?.channel.id ? sampleHandlers() : null
    return sample && (await corpusSize(store.db)).papers === 0 ? sample : handlers
  }
  return {
    ...handlers,
    onCommand: async (asked) => (await pick(asked)).onCommand(asked),
    onAction: async (asked) => (await pick(asked)).onAction(asked),
    onSuggest: async (asked) => (await pick(asked)).onSuggest(asked),
    onPaperLink: async (asked) => (await pick(asked)).onPaperLink(asked),
  }
}
