import { readArxivHtml } from '../../../src/sources/arxiv/full-text.ts'
import { findPassages, LEAST_COVERAGE } from '../../../src/texts/passages.ts'
import { anchorOf, readPapers } from './read-papers.ts'

/** `isFound`: the passage that was named is among the first three, whether they are shown or not. */
export type Asked = { half: string; text: string; isAnswerable: boolean; isFound: boolean; isNothing: boolean }

/** Asks each paper its questions. */
export async function askAll(half: 'a' | 'b'): Promise<Asked[]> {
  const asked: Asked[] = []
  for (const { id, page, questions } of readPapers(half)) {
    const address = new URL(`https://arxiv.org/html/${id.slice('arxiv:'.length)}`)
    const sections = (await readArxivHtml(page, address))?.sections ?? []
    for (const { text, gold } of questions) {
      const { passages, coverage } = await findPassages(sections, text)
      const anchors = gold.map(anchorOf)
      const isFound = passages.some(({ anchor }) => anchors.includes(anchor))
      asked.push({ half, text, isAnswerable: gold.length > 0, isFound, isNothing: coverage < LEAST_COVERAGE })
    }
  }
  return asked
}
