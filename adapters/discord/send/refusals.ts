import type { ChannelId } from '../../../src/core/chat.ts'
import { createRecent } from '../../../src/core/recent.ts'

const CHANNELS = 20_000
const REMEMBERED_MS = 3_600_000

/** Channels where a permission is missing: asking at every post would count towards a block of the address. */
export function createRefusals() {
  const refusedAt = createRecent<number>(CHANNELS)
  return {
    has: (channel: ChannelId): boolean => Date.now() - (refusedAt.get(channel) ?? 0) < REMEMBERED_MS,
    add: (channel: ChannelId): void => refusedAt.set(channel, Date.now()),
  }
}
