import type { ChannelId } from '../core/chat.ts'
import type { Signer } from './signed-links.ts'

/** Mail to readers, and the links in it: who holds one has read the mailbox it was sent to. */
export type LetterLinks = {
  /** Where letters to an address go. */
  placeOf(address: string): ChannelId
  /** `channel`: what they are invited to read as well; null: what is public. */
  confirm(address: string, days: string, channel?: ChannelId | null): string
  settings(address: string): string
  unsubscribe(address: string): string
}

const CONFIRM_MS = 3 * 86_400_000

export const createLetterLinks = (
  signer: Signer,
  url: string,
  now: () => number,
  placeOf: LetterLinks['placeOf'],
): LetterLinks => ({
  placeOf,
  confirm(address, days, channel = null) {
    const token = signer.sign('confirm', JSON.stringify([address, days, channel]), now() + CONFIRM_MS)
    return `${url}/email/confirm?t=${token}`
  },
  settings: (address) => `${url}/email/settings?t=${signer.sign('reader', address, null)}`,
  // A letter may be read years later, and must still let its reader go.
  unsubscribe: (address) => `${url}/email/unsubscribe?t=${signer.sign('reader', address, null)}`,
})
