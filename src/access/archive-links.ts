import { z } from 'zod'
import type { ChannelId, PersonId } from '../core/chat.ts'
import { DAY_MS } from '../core/schedule.ts'
import { parseJson, type Signer } from './signed-links.ts'

/** Where the archive is, and the addresses that open it: who holds one sees what everybody in that channel may see. */
export type ArchiveLinks = {
  url: string
  /** The path of the site, without a slash at its end, and of its front page. */
  root: string
  path: string
  /** `days`: how long the link is good. */
  open(channel: ChannelId, person: PersonId, days?: number): string
  /** What a visit leaves in the browser, good until the reader stays away for so long. */
  stay(channel: ChannelId, person: PersonId): string
  /** `key` is the identifier of a feed key, `file` is `posts.atom`, `top.json`, `search.atom?q=…`. */
  feed(key: string, file: string): string
  /** Where assistants ask, and the token that stands for a key there; null where PAPERBOY_MCP is off. */
  assistant: { url: string; tokenFor(key: string): string } | null
}

/** A link of a chat is used at once. */
export const LINK_DAYS = 7
/** Somebody who reads once a week, and is away for a month, need not ask again. */
export const STAY_DAYS = 35

/** Whose link it is, and where they asked for it. */
const id = z.templateLiteral([z.string(), ':', z.string()])
const visitor = z.tuple([id, id])

export function createArchiveLinks(signer: Signer, url: string, now: () => number, hasAssistant = false): ArchiveLinks {
  const tokenFor = (channel: ChannelId, person: PersonId, days: number): string =>
    signer.sign('visit', JSON.stringify([channel, person]), now() + days * DAY_MS)
  const root = new URL(url).pathname.replace(/\/$/, '')
  return {
    url,
    root,
    path: `${root}/archive`,
    open: (channel, person, days = LINK_DAYS) => `${url}/archive?t=${tokenFor(channel, person, days)}`,
    stay: (channel, person) => tokenFor(channel, person, STAY_DAYS),
    // A feed reader cannot ask for a new link.
    feed: (key, file) => `${url}/feed/${signer.sign('feed', key, null)}/${file}`,
    // Another purpose: the address of a feed, which programs share and log, opens no assistant.
    assistant: hasAssistant ? { url: `${url}/mcp`, tokenFor: (key) => signer.sign('assistant', key, null) } : null,
  }
}

/** Null: the token is forged, expired or for something else. */
export function readVisitor(
  signer: Signer,
  token: string,
  now: number,
): { channel: ChannelId; person: PersonId } | null {
  const [channel, person] = parseJson(visitor, signer.read('visit', token, now) ?? '') ?? []
  return channel === undefined || person === undefined ? null : { channel, person }
}
