import { z } from 'zod'
import type { ChannelId, PersonId } from '../core/chat.ts'
import { DAY_MS } from '../core/schedule.ts'
import { parseJson, type Signer } from './signed-links.ts'

export type ArchiveLinks = ReturnType<typeof createArchiveLinks>

const CONFIRM_MS = 3 * DAY_MS
/** A link of a chat is used at once. */
export const LINK_DAYS = 7
/** Somebody who reads once a week, and is away for a month, need not ask again. */
export const STAY_DAYS = 35

const id = z.templateLiteral([z.string(), ':', z.string()])
const visitor = z.tuple([id, id])

/** Where the archive is, and the addresses that open it: who holds one sees what everybody in that channel may see. */
export function createArchiveLinks(signer: Signer, url: string, now: () => number, hasAssistant = false) {
  const tokenFor = (channel: ChannelId, person: PersonId, days: number): string =>
    signer.sign('visit', JSON.stringify([channel, person]), now() + days * DAY_MS)
  const root = new URL(url).pathname.replace(/\/$/, '')
  return {
    url,
    /** The path of the site, without a slash at its end, and of its front page. */
    root,
    path: `${root}/archive`,
    open: (channel: ChannelId, person: PersonId, days = LINK_DAYS) =>
      `${url}/archive?t=${tokenFor(channel, person, days)}`,
    /** What a visit leaves in the browser, good until the reader stays away for so long. */
    stay: (channel: ChannelId, person: PersonId) => tokenFor(channel, person, STAY_DAYS),
    /** `key`: of a feed, which cannot ask for a new link. `file`: `posts.atom`, `top.json`, `search.atom?q=…`. */
    feed: (key: string, file: string) => `${url}/feed/${signer.sign('feed', key, null)}/${file}`,
    // Another purpose: the address of a feed, which programs share and log, opens no assistant.
    assistant: hasAssistant
      ? { url: `${url}/mcp`, tokenFor: (key: string) => signer.sign('assistant', key, null) }
      : null,
  }
}

/** Null: the token is forged, expired or for something else. */
export function readVisitor(signer: Signer, token: string, now: number) {
  const visit = parseJson(visitor, signer.read('visit', token, now) ?? '')
  return visit && { channel: visit[0], person: visit[1] }
}

export type LetterLinks = ReturnType<typeof createLetterLinks>

/** Mail to readers, and the links in it: who holds one has read the mailbox it was sent to. */
export const createLetterLinks = (
  signer: Signer,
  url: string,
  now: () => number,
  placeOf: (address: string) => ChannelId,
) => ({
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
