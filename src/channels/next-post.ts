import { formatMoment, nextPost } from '../core/schedule.ts'
import type { Channel } from './channels.ts'
import { type Defaults, effectiveSettings } from './settings.ts'

/** When a channel's next post comes, for people: `Wed 09:00 Europe/Berlin`. */
export function describeNextPost(channel: Channel, defaults: Defaults, now: number): string {
  if (channel.state === 'paused') return `none, ${pauseOf(channel)}; \`/papers resume\` goes on`
  if (channel.lastDigestOn === null) return 'as soon as there are papers'
  const settings = effectiveSettings(channel.settings, defaults)
  const next = nextPost(settings, now, channel.lastDigestOn)
  if (!next) return 'none, no posting day is set'
  return next.at <= now ? 'now' : `${formatMoment(next.at, settings.timezone)} ${settings.timezone}`
}

/** “paused by a manager”, “paused: the channel was archived” */
export const pauseOf = ({ reason }: Pick<Channel, 'reason'>): string =>
  reason?.startsWith('paused') ? reason : `paused: ${reason}`
