import type { ChannelId } from '../chat.ts'
import type { Signer } from './signed-link.ts'

/** Where the archive is, and the addresses that open it: who holds one sees what everybody in that channel may see. */
export type ArchiveLinks = {
  /** Without a slash at its end. */
  url: string
  open(channel: ChannelId): string
  /** `file` is `posts.atom`, `top.json`, `search.atom?q=…`. */
  feed(channel: ChannelId, file: string): string
}

export const ARCHIVE_DAYS = 7

export function createArchiveLinks(signer: Signer, address: string, now: () => number): ArchiveLinks {
  const url = address.replace(/\/+$/, '')
  return {
    url,
    open: (channel) => `${url}/archive?t=${signer.sign('archive', channel, now() + ARCHIVE_DAYS * 86_400_000)}`,
    // A feed reader cannot ask for a new link.
    feed: (channel, file) => `${url}/feed/${signer.sign('feed', channel, null)}/${file}`,
  }
}
