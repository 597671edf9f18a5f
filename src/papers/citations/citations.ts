import { identifierOf, type Paper } from '../../core/paper.ts'
import { readName, wholeFamily } from '../names/name.ts'
import { renderBibtex } from './bibtex.ts'

/** Lists of papers as reference managers read them. */
export const citationFormats = [
  { name: 'bibtex', label: 'BibTeX', type: 'application/x-bibtex', extension: 'bib', render: renderBibtex },
  { name: 'ris', label: 'RIS', type: 'application/x-research-info-systems', extension: 'ris', render: renderRis },
  {
    name: 'csl',
    label: 'CSL-JSON',
    type: 'application/vnd.citationstyles.csl+json',
    extension: 'json',
    render: renderCsl,
  },
]

export const findFormat = (name: string | undefined) =>
  citationFormats.find((format) => format.name === name?.toLowerCase()) ?? null

/** What citeproc, Pandoc and Zotero read (CSL 1.0.2: a preprint is an `article`). */
export function renderCsl(papers: Paper[]): string {
  return `${JSON.stringify(papers.map(itemOf), null, 2)}\n`
}

function itemOf(paper: Paper) {
  const [arxiv, doi] = [identifierOf(paper.id, 'arxiv'), identifierOf(paper.id, 'doi')]
  return {
    id: paper.id,
    type: doi === null ? 'article' : 'article-journal',
    title: paper.title,
    author: paper.authors.map(cslAuthorOf),
    ...(paper.publishedAt !== null && { issued: { 'date-parts': [paper.publishedAt.split('-').map(Number)] } }),
    ...(paper.abstract !== '' && { abstract: paper.abstract }),
    ...(arxiv !== null && { publisher: 'arXiv', number: `arXiv:${arxiv}` }),
    ...(doi !== null && { DOI: doi }),
    ...(paper.facts.standing && { note: paper.facts.standing }),
    URL: paper.links.abstract,
  }
}

/** The particle belongs to the family name: every reader takes it so, and sorts by it. */
function cslAuthorOf(author: string) {
  const name = readName(author)
  if ('literal' in name) return name
  return { family: wholeFamily(name), given: name.given, ...(name.suffix !== '' && { suffix: name.suffix }) }
}

/** A record for each paper, as EndNote, Mendeley and Zotero read it. A tag takes one line, and so are all texts. */
export function renderRis(papers: Paper[]): string {
  return papers.map(renderRecord).join('\r\n')
}

function renderRecord(paper: Paper): string {
  const tags: [string, string | null][] = [
    ['TY', identifierOf(paper.id, 'doi') === null ? 'UNPB' : 'JOUR'],
    ['TI', paper.title],
    ...paper.authors.map((author): [string, string] => ['AU', risAuthorOf(author)]),
    ['PY', paper.publishedAt?.slice(0, 4) ?? null],
    ['DA', paper.publishedAt?.replaceAll('-', '/') ?? null],
    ['AB', paper.abstract || null],
    ['DO', identifierOf(paper.id, 'doi')],
    ['UR', paper.links.abstract],
    ['N1', paper.facts.standing ?? null],
    ...paper.keywords.map((keyword): [string, string] => ['KW', keyword]),
    ['ER', ''],
  ]
  return tags.flatMap(([tag, value]) => (value === null ? [] : [`${tag}  - ${value}\r\n`])).join('')
}

/** “Family, Given, Suffix”: a comma in the name of a group would part it. */
function risAuthorOf(author: string): string {
  const name = readName(author)
  if ('literal' in name) return name.literal.replaceAll(',', '')
  return [wholeFamily(name), name.given, name.suffix].filter(Boolean).join(', ')
}
