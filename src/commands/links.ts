import { type PaperId, paperIdOf } from '../paper.ts'

const MOST = 5

/** The papers that a text links to or names by identifier, in its order. */
export function papersIn(text: string): PaperId[] {
  const links = text.match(/https?:\/\/[^\s<>|]+|\b(?:arxiv:)?\d{4}\.\d{4,5}\b/gi) ?? []
  return [...new Set(links.flatMap((link) => paperIdOf(link) ?? []))].slice(0, MOST)
}
