/** The longer words of a text, by how they begin. */
export const words = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[a-z]{4,}/g) ?? []).map((word) => word.slice(0, 6)))

/** How many of a text's words are among these: 0 to 1. */
export function shareIn(known: Set<string>, text: string): number {
  const own = words(text)
  return own.intersection(known).size / Math.max(1, own.size)
}
