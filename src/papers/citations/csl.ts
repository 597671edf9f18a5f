import type { Paper } from '../../core/paper.ts'
import { readName, wholeFamily } from '../names/name.ts'
import { identifierOf } from './reference.ts'

/** What citeproc, Pandoc and Zotero read (CSL 1.0.2: a preprint is an `article`). */
export const renderCsl = (papers: Paper[]): string => `${JSON.stringify(papers.map(itemOf), null, 2)}\n`

function itemOf(paper: Paper) {
  const [arxiv, doi] = [identifierOf(paper, 'arxiv'), identifierOf(paper, 'doi')]
  return {
    id: paper.id,
    type: doi === null ? 'article' : 'article-journal',
    title: paper.title,
    author: paper.authors.map(authorOf),
    ...(paper.publishedAt !== null && { issued: { 'date-parts': [paper.publishedAt.split('-').map(Number)] } }),
    ...(paper.abstract !== '' && { abstract: paper.abstract }),
    ...(arxiv !== null && { publisher: 'arXiv', number: `arXiv:${arxiv}` }),
    ...(doi !== null && { DOI: doi }),
    ...(paper.facts.standing && { note: paper.facts.standing }),
    URL: paper.links.abstract,
  }
}

/** The particle belongs to the family name: every reader takes it so, and sorts by it. */
function authorOf(author: string) {
  const name = readName(author)
  if ('literal' in name) return name
  return { family: wholeFamily(name), given: name.given, ...(name.suffix !== '' && { suffix: name.suffix }) }
}
