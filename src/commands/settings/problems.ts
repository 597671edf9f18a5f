import { attempt } from '../../core/attempt.ts'
import type { Traits } from '../../core/setup.ts'
import { didYouMean, nearestOf, quoted } from '../../core/text/nearest.ts'
import { missingOperand } from '../../search/query/lexer.ts'
import { parseQuery } from '../../search/query/parse.ts'

/** What a place can do for its settings. */
export type Abilities = {
  traits: Pick<Traits, 'toHear'>
  /** The configured ones. */
  sources: string[]
  /** Whether a model writes summaries. */
  hasModel: boolean
  hearsMessages: boolean
}

/** People mean no rule at all by these. */
const NO_RULE = /^(none|nothing|no|off|any|anything|all|everything|[-–—*]+)$/i

/** A rule is a search, and a mistake in it lasts: it is refused where a search would go on without it. */
export function problemOfRule(text: string): string | null {
  if (NO_RULE.test(text)) return `${quoted(text)} would be searched for as a word. To have no such rule, say default.`
  const { where, paper, problems } = parseQuery(text)
  const asksNothing = where === null && paper === null ? 'It names nothing that a paper must have.' : null
  return problems[0] ?? problemOfSearch(text) ?? asksNothing
}

/** Of a search that is kept. */
export function problemOfSearch(text: string): string | null {
  const operator = missingOperand(text)
  return operator && `A word is missing beside ${operator}: write something like agents OR "tool use".`
}

/** Sentences of the abstract stay in its language. */
export function problemOfLanguage(text: string, { hasModel }: Abilities): string | null {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const name = attempt(() => names.of(text))
  if (!name) return `${quoted(text)} is no language that is known here. Codes are such as en, de or pt-BR.`
  return hasModel || /^en\b/.test(text)
    ? null
    : `${name} needs a model that writes it, and none is set up: its operator can set OPENAI_MODEL. en works.`
}

export const problemOfLinks = (text: string, { hearsMessages, traits }: Abilities): string | null =>
  text === 'on' && !hearsMessages ? `Paperboy hears no messages here, so it sees no links. ${traits.toHear}` : null

export function problemOfSources(named: string[], sources: string[]): string | null {
  const unknown = named.find((source) => !sources.includes(source))
  if (unknown === undefined) return null
  const refusal = `${quoted(unknown)} is not configured here${didYouMean(nearestOf(sources), unknown)}`
  return `${refusal} There are: ${sources.join(', ')}.`
}
