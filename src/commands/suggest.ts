import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, Suggestion } from '../chat.ts'
import { verbs } from './table.ts'
import type { CommandContext } from './verb.ts'

/** Whoever types looks at them meanwhile: the verbs are known at once, and a search that is still starting must not keep them back. */
const PATIENCE_MS = 1_000

/** Verbs first, then what a search may be about to ask for: titles, authors, abbreviations. */
export async function suggest({ search }: Pick<CommandContext, 'search'>, { text }: Command): Promise<Suggestion[]> {
  const typed = text.trimStart().toLowerCase()
  const begun = verbs.filter(({ name }) => name !== '' && name.startsWith(typed))
  const named = begun.map(({ name, usage, does }) => ({ text: name, label: `${usage}: ${does}` }))
  const [verb = '', words = typed] = /^(why|search)\s+(.*)$/.exec(typed)?.slice(1) ?? []
  const completions =
    words === '' ? [] : await Promise.race([search.complete(words), sleep(PATIENCE_MS, [], { ref: false })])
  return [...named, ...completions.map(({ query, label }) => ({ text: `${verb} ${query}`.trim(), label }))]
}
