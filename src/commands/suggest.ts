import { setTimeout as sleep } from 'node:timers/promises'
import { isAllowedThere } from '../access/verb-access.ts'
import type { Command, Suggestion } from '../core/chat.ts'
import { listFollows } from '../library/follows/follows.ts'
import { verbs } from './table.ts'
import { type CommandContext, offeredIn } from './verb.ts'

/** Verbs are known at once; a search index that is still loading must not delay them. */
const TIMEOUT_MS = 1_000

/** Verbs first, then what a search may be about to ask for: what the person follows, titles, authors, abbreviations. */
export async function suggest(
  context: Parameters<typeof isAllowedThere>[0] &
    Parameters<typeof offeredIn>[0] &
    Pick<CommandContext, 'search' | 'store'>,
  { text, channel, person }: Command,
): Promise<Suggestion[]> {
  if (!(await isAllowedThere(context, 'anyone', { channel, person }))) return []
  const { search, store } = context
  const typed = text.trimStart().toLowerCase()
  const begun = offeredIn(context, channel, verbs).filter(({ name }) => name !== '' && name.startsWith(typed))
  const named = begun.map(({ name, usage, does }) => ({ text: name, label: `${usage}: ${does}` }))
  const [verb = '', words = typed] = /^(why|search|unfollow)\s+(.*)$/.exec(typed)?.slice(1) ?? []
  const followed = await listFollows(store.db, { person })
  const own = followed.filter(({ query }) => query.toLowerCase().startsWith(words))
  const completions =
    words === '' || verb === 'unfollow'
      ? []
      : await Promise.race([search.complete(words), sleep(TIMEOUT_MS, [], { ref: false })])
  return [
    ...named,
    ...own.map(({ query }) => ({ text: `${verb} ${query}`.trim(), label: `${query}: you follow this` })),
    ...completions.map(({ query, label }) => ({ text: `${verb} ${query}`.trim(), label })),
  ]
}
