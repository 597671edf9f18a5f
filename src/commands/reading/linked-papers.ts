import { type PaperId, paperIdOf } from '../../core/paper.ts'

const MAX_PAPERS = 5
/** A limit for texts that consist of links. */
const MAX_LINKS = 200

/** The papers that a text links to or names by identifier, in the order of the text. */
export function linkedPapers(text: string): PaperId[] {
  const links = text.matchAll(/https?:\/\/[^\s<>|]+|\b(?:arxiv:)?\d{4}\.\d{4,5}\b/gi).take(MAX_LINKS)
  const ids = Array.from(links, ([link]) => paperIdOf(link)).filter((id) => id !== null)
  return [...new Set(ids)].slice(0, MAX_PAPERS)
}
