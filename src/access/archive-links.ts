import { z } from 'zod'
import type { ChannelId, PersonId } from '../core/chat.ts'
import { parseJson, type Signer } from './signed-links.ts'

/** Where the archive is, and the addresses that open it: who holds one sees what everybody in that channel may see. */
export type ArchiveLinks = {
  url: string
  /** The path of its front page. */
  path: string
  open(channel: ChannelId, person: PersonId): string
  /** `key` is the identifier of a feed key, `file` is `posts.atom`, `top.json`, `search.atom?q=…`. */
  feed(key: string, file: string): string
  /** Where assistants ask, and the token that stands for a key there; null where PAPERBOY_MCP is off. */
  assistant: { url: string; tokenFor(key: string): string } | null
}

export const ARCHIVE_DAYS = 7

/** Whose link it is, and where they asked for it. */
const id = z.templateLiteral([z.string(), ':', z.string()])
const visitor = z.tuple([id, id])

export function createArchiveLinks(signer: Signer, url: string, now: () => number, hasAssistant = false): ArchiveLinks {
  return {
    url,
    path: new URL(`${url}/archive`).pathname,
    open(channel, person) {
      const subject = JSON.stringify([channel, person])
      return `${url}/archive?t=${signer.sign('visit', subject, now() + ARCHIVE_DAYS * 86_400_000)}`
    },
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
