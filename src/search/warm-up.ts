import type { PaperSearch } from './paper-search.ts'

/** Enough for V8 to compile the code of a search. */
const SEARCHES = 12
const asked = { asker: null, limit: 5, offset: 0 }

/**
 * Searches for titles of the newest papers, so that the first people who search do not wait for the thread to start. In
 * quotation marks: nothing is sent to a model.
 */
export async function warmUp({ search }: PaperSearch): Promise<void> {
  const { hits } = await search('sort:new', { ...asked, limit: SEARCHES })
  for (const { paper } of hits) {
    const words = paper.title.replaceAll('"', '').split(' ').slice(0, 3)
    await search(words.map((word) => `"${word}"`).join(' '), asked)
  }
}
