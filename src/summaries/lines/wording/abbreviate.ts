const acronym = / \(([A-Z][\w+-]*[A-Z0-9][\w+-]*)\)/g
const unsaid = /^(?:of|for|with|and|the|in|on|via|to|by|from|at|as|a|an)$/i

/** The sentence with “(LLMs)” in the place of “large language models (LLMs)”, where the reader knows what that is. */
export function abbreviate(sentence: string, isKnown: (acronym: string, inFull: string) => boolean): string {
  let rest = sentence
  for (const { 0: aside, 1: short = '' } of sentence.matchAll(acronym)) {
    const at = rest.indexOf(aside)
    const before = rest.slice(0, at)
    const start = startOfExpansion(before, short) ?? startOfName(before)
    if (start !== null && isKnown(short, rest.slice(start, at)))
      rest = rest.slice(0, start) + short + rest.slice(at + aside.length)
  }
  return rest
}

/** Where the words begin whose initials are the letters of the acronym; null when they are others. */
function startOfExpansion(before: string, short: string): number | null {
  const letters = [...short.replace(/s$|[^A-Za-z]/g, '').toLowerCase()]
  let start: number | null = null
  for (const { 0: word, index } of [...before.matchAll(/[\p{L}\p{N}]+/gu)].reverse()) {
    const letter = letters.at(-1)
    if (letter === undefined) break
    if (word[0]?.toLowerCase() === letter) {
      letters.pop()
      start = index
    } else if (!unsaid.test(word)) return null
  }
  return letters.length === 0 && before[(start ?? 0) - 1] !== '-' ? start : null
}

/** Where three or more words with capitals begin that end the text. */
function startOfName(before: string): number | null {
  const found = /(?:\b[Tt]he )?(?:[A-Z\d][\w-]+(?: (?:of|for|with|and|in|to))* ){2,}[A-Z][\w-]+$/.exec(before)
  return found?.index ?? null
}
