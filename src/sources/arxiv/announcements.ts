import type { IsoDay, Paper } from '../../core/paper.ts'
import { childrenOf, textOf } from '../xml/entries.ts'
import { paperOf, parseAtom } from './atom.ts'

export type Announcements = {
  /** The day of the newest listing, in New York; null when nothing was announced, as on weekends. */
  day: IsoDay | null
  announced: { day: IsoDay; paper: Paper }[]
  skipped: string[]
}

/**
 * The papers that rss.arxiv.org announces as new to a category or cross-listed there. The feed also holds new versions
 * of known papers (`replace`, `replace-cross`), which are left out.
 */
export async function parseAnnouncements(xml: string, category: string): Promise<Announcements> {
  const found: Announcements = { day: null, announced: [], skipped: [] }
  const { entries } = await parseAtom(xml, category)
  for (const entry of entries) {
    const day = /^\d{4}-\d{2}-\d{2}/.exec(textOf(entry, 'published') || textOf(entry, 'updated'))?.[0] ?? null
    if (day && day > (found.day ?? '')) found.day = day
    const summary = textOf(entry, 'summary')
    const [preamble = '', type = 'new'] = PREAMBLE.exec(summary) ?? []
    if (/^replace/i.test(type)) continue
    const publishedAt = /^new$/i.test(type) ? day : null
    const abstract = summary.slice(preamble.length)
    const authors = childrenOf(entry, 'dc:creator').map(({ text }) => text)
    const paper = await paperOf(entry, { abstract, authors, publishedAt })
    if (paper && day) found.announced.push({ day, paper })
    else found.skipped.push(`arXiv announced an entry of ${category} without id, title or day; it was left out.`)
  }
  return found
}

/** “arXiv:2508.13426v1 Announce Type: cross⏎Abstract: …” */
export const PREAMBLE = /^\s*arXiv:\S+\s+Announce Type:\s*(\S+)\s+(?:Abstract:\s*)?/i
