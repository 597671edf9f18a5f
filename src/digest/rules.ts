import type { ChannelSettings } from '../channels/settings.ts'
import { matches } from '../search/matches.ts'
import type { Query } from '../search/query/clause.ts'
import { parseQuery } from '../search/query/parse.ts'
import type { DigestCandidate, SelectionRules } from './choose/choose.ts'

/** A channel's rules: searches that a paper must, or must not, be found by. */
export function createRules({ include, exclude, minUpvotes }: ChannelSettings): SelectionRules {
  const wanted = include === '' ? null : parseQuery(include)
  const unwanted = exclude === '' ? null : parseQuery(exclude)
  const finds = (query: Query, { paper, upvotes, days }: DigestCandidate) => matches(query, paper, { upvotes, days })
  return {
    minUpvotes,
    objection(candidate) {
      if (unwanted && finds(unwanted, candidate)) return `this channel leaves out “${exclude}”`
      if (wanted && !finds(wanted, candidate)) return `this channel asks for “${include}”`
      return null
    },
  }
}
