import { either } from '../../patterns.ts'

// “covers reading, writing”: the last of a list is still to come.
const goesOn = either(
  /we|our|it|they|this|has|is|can|also|further|even|achieves|outperforms|improves|reduces|shows|demonstrates/,
  /[a-z]+s (?:the|an?|its|new|strong|better|highly|superior)/,
)
const hasMore = new RegExp(`^(?:[^;:]*?,)? (?:and|or|as well as) (?!${goesOn}\\b)(an?\\b|the\\b|\\w+ing\\b)?`, 'i')
const apposition =
  /^(?:an?|the|one|which|where|while|with|by|using|for|in|on|from|through|via|thereby|\w+ing|we|our|it|they|this)\b/i

// “Model size, training data volume, and group size”: what follows the comma is no clause but the next of a list.
const participle =
  '(?:\\w+ly )?(?!(?:reason|train|learn|plan|understand|edit|cod|render|track|model|process|ground)ing\\b)\\w+ing'
const phrase =
  '(?:an?|the|which|where|while|with|so|such|as|by|in|thereby|thus|\\w+ed (?:to|by|for|with|on|from|of|as|in|via))'
const nextItem = new RegExp(
  `^, (?!(?:an? )?[~+]?\\d|(?:and|or|but|each|all|both|${participle}|${phrase})\\b)[^,;]+(?:, [^,;]+)*,? (?:and|or) ` +
    '(?!\\w+ing\\b|(?:we|our|it|they)\\b)',
)
// “…, spanning charts and featuring questions” is a list of its own.
const ownList = new RegExp(`^, ${participle} (?!and |or )\\w`)

/** Whether a list is cut; `clause` is the head without its opening phrase. */
export function leavesListOpen(clause: string, tail: string): boolean {
  if (nextItem.test(tail)) return true
  const more = hasMore.exec(tail)
  const comma = clause.lastIndexOf(', ')
  if (!more || comma < 0 || ownList.test(tail)) return false
  const item = clause.slice(comma + 2)
  if (/^(?:and|or)\b/.test(item)) return false
  return !apposition.test(item) || (more[1] !== undefined && /^(?:an?|the|\w+ing)\b/i.test(item))
}
