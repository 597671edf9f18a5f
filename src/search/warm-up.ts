import type { PaperSearch } from './paper-search.ts'

/** Enough for V8 to compile the code of a search. */
const SEARCHES = 12
const asked = { asker: null, limit: 5, offset: 0 }

/**
 * Searches for titles of the newest papers, so that the first people who search do not wait for the thread to start.
 */
export async function warmUp({ search }: PaperSearch): Promise<void> {
  const { hits } = await search('sort:new', { ...asked, limit: SEARCHES })
  for (const { paper } of hits) await search(paper.title.split(' ').slice(0, 3).join(' '), asked)
}
