import type { Paper } from '../../core/paper.ts'
import { identifierOf, nameOf } from './reference.ts'

/** An entry a paper, for LaTeX and for every reference manager. The tests read it back with citation-js. */
export const renderBibtex = (papers: Paper[]): string => papers.map(renderEntry).join('\n')

function renderEntry(paper: Paper): string {
  const arxiv = identifierOf(paper, 'arxiv')
  const fields: [string, string | null][] = [
    // The inner braces keep BibTeX from writing acronyms in lower case.
    ['title', `{${escapeTex(paper.title)}}`],
    ['author', paper.authors.map(renderAuthor).join(' and ') || null],
    ['year', paper.publishedAt?.slice(0, 4) ?? null],
    ['month', paper.publishedAt?.slice(5, 7).replace(/^0/, '') || null],
    ['eprint', verbatim(arxiv)],
    ['archivePrefix', arxiv === null ? null : 'arXiv'],
    ['primaryClass', arxiv === null ? null : verbatim(paper.categories[0] ?? null)],
    ['doi', verbatim(identifierOf(paper, 'doi'))],
    ['url', verbatim(paper.links.abstract)],
  ]
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},\n`]))
  return `@misc{${keyOf(paper)},\n${lines.join('')}}\n`
}

/** A name that holds the word which parts names is one name. */
const renderAuthor = (author: string): string =>
  /\sand\s/i.test(author) ? `{${escapeTex(author)}}` : escapeTex(author)

/** TeX would take these for commands, and one unmatched brace for the rest of the file. */
const escapeTex = (text: string): string =>
  text.replaceAll(/[{}]/g, '').replaceAll(/[\\~^&%$#_]/g, (character) => TEX[character] ?? `\\${character}`)

const TEX: Record<string, string> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Identifiers and addresses are taken as they are. */
const verbatim = (text: string | null): string | null => text?.replaceAll(/[{}\\]/g, encodeURIComponent) ?? null

/** The identifier makes it unique, the name and the year make it readable. */
const keyOf = ({ id, authors, publishedAt }: Paper): string =>
  `${nameOf(authors[0] ?? '').family}${publishedAt?.slice(0, 4) ?? ''}:${id}`.replaceAll(/[^\w:./-]/g, '')
