const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** Without the punctuation after an identifier in a sentence, and without brackets that open before it. */
export function trimEnd(text: string): string {
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1)
    const opening = BRACKETS[last]
    const isClosing = opening !== undefined && count(text, last, end) > count(text, opening, end)
    if (!isClosing && !/[.,:;!?'"’”»“‘…`*~\\|。，、；：！？）】」》]/.test(last)) break
  }
  return text.slice(0, end)
}

const count = (text: string, letter: string, end: number): number => text.slice(0, end).split(letter).length - 1
