import type { ChannelId } from '../../chat.ts'
import { everybodyIn, type Reader } from '../../commands/standing.ts'
import { type Defaults, effectiveSettings } from '../../digest/settings.ts'
import type { PaperSearch } from '../../search/search.ts'
import { findChannel } from '../../store/channels.ts'
import type { Shelf } from '../../store/listings.ts'
import type { Store } from '../../store/open.ts'
import type { ArchiveLinks } from '../archive-links.ts'
import type { Signer } from '../signed-link.ts'

export type ArchiveContext = {
  store: Store
  search: PaperSearch
  defaults: Defaults
  signer: Signer
  links: ArchiveLinks
}

/** Somebody who looks: they see what everybody in one channel may see, and what its team made of papers, without names. */
export type Visit = Omit<ArchiveContext, 'signer'> & {
  channel: ChannelId
  reader: Reader
  shelf: Shelf
  timezone: string
}

/** What is seen in a channel; null when the bot was taken out of it since. */
export async function visitTo({ signer: _, ...context }: ArchiveContext, id: ChannelId): Promise<Visit | null> {
  const channel = await findChannel(context.store.db, id)
  if (channel?.state === 'left') return null
  const { sources, timezone } = effectiveSettings(channel?.settings ?? {}, context.defaults)
  // What whoever runs the bot imported is everybody's.
  const shelf = { sources: [...sources, 'import'], channel: id }
  return { ...context, channel: id, reader: everybodyIn(id), shelf, timezone }
}
