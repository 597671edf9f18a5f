import { readArxivHtml } from '../../src/sources/arxiv/full-text.ts'
import { createPaperTexts } from '../../src/texts/paper-text.ts'
import { KEEPS_NOTHING } from '../../src/texts/text-cache.ts'
import { arxivPage } from '../fixtures/arxiv-page.ts'

const { signal } = new AbortController()

/** Where no more of a paper can be read than its abstract. */
export const readAbstracts = createPaperTexts([], KEEPS_NOTHING, signal)

/** Where every paper is about harbours and tides. */
export const readTides = createPaperTexts(
  [
    async ({ id }) => {
      const page = `https://arxiv.org/html/${id.slice('arxiv:'.length)}`
      const { sections = [] } = (await readArxivHtml(arxivPage(), new URL(page))) ?? {}
      return { sections, page, read: 'full text, 5 of 5 sections' }
    },
  ],
  KEEPS_NOTHING,
  signal,
)
