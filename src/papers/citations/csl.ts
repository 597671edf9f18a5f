import type { Paper } from '../../core/paper.ts'
import { identifierOf, nameOf } from './reference.ts'

/** What citeproc, Pandoc and Zotero read (CSL 1.0.2: a preprint is an `article`). */
export const renderCsl = (papers: Paper[]): string => `${JSON.stringify(papers.map(itemOf), null, 2)}\n`

function itemOf(paper: Paper) {
  const [arxiv, doi] = [identifierOf(paper, 'arxiv'), identifierOf(paper, 'doi')]
  return {
    id: paper.id,
    type: doi === null ? 'article' : 'article-journal',
    title: paper.title,
    author: paper.authors.map((author) => {
      const { family, given } = nameOf(author)
      return given === '' ? { literal: family } : { family, given }
    }),
    ...(paper.publishedAt !== null && { issued: { 'date-parts': [paper.publishedAt.split('-').map(Number)] } }),
    ...(paper.abstract !== '' && { abstract: paper.abstract }),
    ...(arxiv !== null && { publisher: 'arXiv', number: `arXiv:${arxiv}` }),
    ...(doi !== null && { DOI: doi }),
    URL: paper.links.abstract,
  }
}
