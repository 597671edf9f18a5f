import { type Channel, listChannels } from '../channels/channels.ts'
import { describeNextPost } from '../channels/next-post.ts'
import { notice } from '../core/message.ts'
import { formatDay } from '../core/schedule.ts'
import { latestDigest } from '../digest/stored-digests.ts'
import { headingMessage, paperMessage } from '../digest/write/texts.ts'
import { messagesOfDigest } from '../outbox/messages.ts'
import { corpusSize } from '../papers/papers.ts'
import { sourceHealth } from '../sources/collecting/source-health.ts'
import type { App } from './wiring/app.ts'

/** On a restart: the latest post as it was sent. Those of other places are read there. */
export async function showLatest({ store, isLocal, show }: Pick<App, 'store' | 'isLocal' | 'show'>): Promise<void> {
  for (const channel of await listChannels(store.db)) {
    const digest = isLocal(channel.id) ? await latestDigest(store.db, channel.id) : null
    if (digest) for (const message of await messagesOfDigest(store.db, channel.id, digest.date)) show(message)
  }
}

/** When the next post comes, in one line; a channel that is paused says so. */
export async function showNextPosts({
  store,
  defaults,
  config,
  isLocal,
  show,
}: Pick<App, 'store' | 'defaults' | 'config' | 'isLocal' | 'show'>): Promise<void> {
  const channels = await listChannels(store.db)
  const lines = channels.slice(0, 5).map((channel) => nextPostLine(channel, isLocal(channel.id), defaults))
  if (channels.length > 5) lines.push(`… and ${channels.length - 5} more channels`)
  if (config.timezoneIsGuessed)
    lines.push(
      'The time zone is the system’s, UTC. Set TIMEZONE=Europe/Berlin (or yours) in .env to post at your 09:00.',
    )
  show(notice(lines.join('\n')))
}

function nextPostLine(channel: Channel, isLocal: boolean, defaults: App['defaults']): string {
  const next = describeNextPost(channel, defaults, Date.now())
  if (!isLocal) return `${channel.name}: next post: ${next}`
  return `Next post: ${next} · /papers skills searches, /papers help lists the rest`
}

type SampleContext = Pick<App, 'store' | 'show' | 'summarize' | 'signal'>

/** With no network on the first start: one line that says so, and invented papers to look at. */
export async function showSampleIfOffline({ store, show, summarize, signal }: SampleContext): Promise<void> {
  if ((await corpusSize(store.db)).papers > 0) return
  const failed = [...(await sourceHealth(store.db)).values()].find(({ error }) => error !== null)
  if (!failed) return
  show(notice(`${failed.error} Trying again in a minute; meanwhile, a sample of invented papers:`))
  const { sampleDay } = await import('../sources/sample.ts')
  const sightings = sampleDay()
  const counts = { found: sightings.length, posted: sightings.length, thread: 0, filtered: 0, held: 0, already: 0 }
  const [first] = sightings
  if (!first) return
  show({
    ...headingMessage({ date: first.day, counts, coversSince: null, timezone: 'UTC', notes: [], next: null }),
    heading: `Sample · ${formatDay(first.day)} · invented papers`,
  })
  for (const { paper, upvotes, comments } of sightings)
    show(paperMessage(paper, { upvotes, comments, days: [] }, await summarize(paper, 'lines', signal)))
}
