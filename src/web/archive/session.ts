import type { CheckMembership } from '../../access/membership.ts'
import type { ArchiveLinks } from '../../access/reader-links.ts'
import type { Signer } from '../../access/signed-links.ts'
import { type Channel, findChannel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import type { ChannelId, ChatAdapter, PersonId } from '../../core/chat.ts'
import type { Store } from '../../db/open.ts'
import type { ArchiveScope } from '../../library/listings.ts'
import { everybodyIn, type Reader } from '../../library/paper-history.ts'
import type { PaperSearch } from '../../search/paper-search.ts'
import type { ReadPaperText } from '../../texts/paper-text.ts'
import type { createPictures } from './pictures.ts'

export type ArchiveContext = {
  store: Store
  adapters: Map<string, ChatAdapter>
  search: PaperSearch
  defaults: Defaults
  signer: Signer
  links: ArchiveLinks
  sees: CheckMembership
  pictureOf: ReturnType<typeof createPictures>
  readText: ReadPaperText
}

type ReadingContext = Omit<ArchiveContext, 'signer' | 'sees' | 'links' | 'pictureOf'>

/** What everybody in one channel may see, and its team's votes and notes without names. */
export type ChannelView = ReadingContext & {
  channel: ChannelId
  reader: Reader
  scope: ArchiveScope
  timezone: string
}

/** A reader of the archive has that view, and links to its pages. */
export type ArchiveSession = ChannelView & Pick<ArchiveContext, 'links'>

export const PLATFORM_DOWN =
  'The chat platform does not answer, and who may read this is asked there. Try again in a few minutes.'
export const RETRY_SECONDS = 120

/** What a channel shows. `closed`: the bot or the visitor has left it; `unknown`: the platform is down. */
export async function openSession(
  { signer: _, sees, ...context }: ArchiveContext,
  { channel: id, person }: { channel: ChannelId; person: PersonId },
): Promise<ArchiveSession | 'closed' | 'unknown'> {
  const channel = await findChannel(context.store.db, id)
  const isOpen = channel?.state !== 'left' && (await sees(id, person))
  if (!isOpen) return isOpen === null ? 'unknown' : 'closed'
  return { ...viewOf(context, id, channel?.settings), links: context.links }
}

export function viewOf(context: ReadingContext, channel: ChannelId, settings: Channel['settings'] = {}): ChannelView {
  const { sources, timezone } = effectiveSettings(settings, context.defaults)
  // Papers that the operator imported are for everybody.
  const scope = { sources: [...sources, 'import'], channel }
  return { ...context, channel, reader: everybodyIn(channel), scope, timezone }
}
