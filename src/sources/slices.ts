/** About 5 ms of parsing. */
const MAX_CHARACTERS = 100_000

/**
 * One large feed as several small ones with the same head and foot, so that the bot answers people between two of them: an arXiv category
 * can announce 700 kB, which takes 50 ms in one piece.
 */
export function slicesOf(xml: string): string[] {
  if (xml.length <= MAX_CHARACTERS) return [xml]
  const start = /<(?:\w+:)?(?:entry|item)[\s>]/i.exec(xml)?.index
  const ends = Array.from(xml.matchAll(/<\/(?:\w+:)?(?:entry|item)\s*>/gi), (end) => end.index + end[0].length)
  const last = ends.at(-1)
  if (start === undefined || last === undefined || start > MAX_CHARACTERS) return [xml]
  const [head, foot] = [xml.slice(0, start), xml.slice(last)]
  const slices: string[] = []
  let from = start
  for (const end of ends) {
    if (end - from < MAX_CHARACTERS && end !== last) continue
    slices.push(head + xml.slice(from, end) + foot)
    from = end
  }
  return slices
}
