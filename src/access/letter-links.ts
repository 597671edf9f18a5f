import type { ChannelId } from '../core/chat.ts'
import type { Signer } from './signed-links.ts'

export type LetterLinks = ReturnType<typeof createLetterLinks>

const CONFIRM_MS = 3 * 86_400_000

/** Mail to readers, and the links in it: who holds one has read the mailbox it was sent to. */
export const createLetterLinks = (
  signer: Signer,
  url: string,
  now: () => number,
  placeOf: (address: string) => ChannelId,
) => ({
  /** Where letters to an address go. */
  placeOf,
  /** `channel`: what they are invited to read as well; null: what is public. */
  confirm(address: string, days: string, channel: ChannelId | null = null) {
    const token = signer.sign('confirm', JSON.stringify([address, days, channel]), now() + CONFIRM_MS)
    return `${url}/email/confirm?t=${token}`
  },
  settings: (address: string) => `${url}/email/settings?t=${signer.sign('reader', address, null)}`,
  // A letter may be read years later, and must still let its reader go.
  unsubscribe: (address: string) => `${url}/email/unsubscribe?t=${signer.sign('reader', address, null)}`,
})
