import type { AtomFeed } from 'feedsmith'
import { barePaper, type Paper, type PaperId, paperIdOf } from '../../core/paper.ts'
import { SourceError } from '../source-error.ts'
import { parseInSlices } from '../text/slices.ts'
import { cleanText, cleanTexts } from '../text/text.ts'

/** Any part may be missing. */
export type AtomEntry = AtomFeed.Entry<string>

/** An answer of arXiv, in slices when it is large. Throws a `SourceError` when it is no Atom feed. */
export async function* parseAtom(xml: string, about: string): AsyncGenerator<AtomFeed.Feed<string>> {
  // Loaded when needed: most teams read Hugging Face alone.
  const { parseAtomFeed } = await import('feedsmith')
  let isFeed = false
  for await (const feed of parseInSlices(xml, (slice) => parseAtomFeed(slice))) {
    isFeed = true
    yield feed
  }
  if (!isFeed) throw new SourceError(`arXiv sent something other than a feed for ${about}.`, 'shape')
}

type Details = Pick<Paper, 'abstract' | 'authors' | 'publishedAt'>

/** The paper of an entry; null when it has no identifier or no title. */
export async function paperOf(entry: AtomEntry, details: Details): Promise<Paper | null> {
  const id = idOf(entry)
  const title = cleanText(entry.title?.value ?? '')
  if (!id || !title) return null
  return {
    ...barePaper(id),
    title,
    abstract: cleanText(details.abstract),
    authors: await cleanTexts(details.authors),
    publishedAt: details.publishedAt,
    categories: categoriesOf(entry),
  }
}

/** `oai:arXiv.org:2508.13426v1` in announcements, `http://arxiv.org/abs/astro-ph/0601001v1` in answers to queries. */
function idOf({ id = '' }: AtomEntry): PaperId | null {
  const found = paperIdOf(id)
  return found?.startsWith('arxiv:') ? found : null
}

function categoriesOf({ arxiv, categories = [] }: AtomEntry): string[] {
  const all = [arxiv?.primaryCategory?.term, ...categories.map(({ term }) => term)]
  return [...new Set(all.filter((term) => term !== undefined))]
}
