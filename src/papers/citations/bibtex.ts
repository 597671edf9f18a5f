import { identifierOf, type Paper } from '../../core/paper.ts'
import { readName, wholeFamily } from '../names/name.ts'

/** An entry a paper, for LaTeX and for every reference manager. The tests read it back with citation-js. */
export const renderBibtex = (papers: Paper[]): string => papers.map(renderEntry).join('\n')

function renderEntry(paper: Paper): string {
  const arxiv = identifierOf(paper.id, 'arxiv')
  const fields: [string, string | null][] = [
    // The inner braces keep BibTeX from writing acronyms in lower case.
    ['title', `{${escapeTex(paper.title)}}`],
    ['author', paper.authors.map(renderAuthor).join(' and ') || null],
    ['year', paper.publishedAt?.slice(0, 4) ?? null],
    ['month', paper.publishedAt?.slice(5, 7).replace(/^0/, '') || null],
    ['eprint', verbatim(arxiv)],
    ['archivePrefix', arxiv === null ? null : 'arXiv'],
    ['primaryClass', arxiv === null ? null : verbatim(paper.categories[0] ?? null)],
    ['doi', verbatim(identifierOf(paper.id, 'doi'))],
    ['url', verbatim(paper.links.abstract)],
    ['note', paper.facts.standing ?? null],
  ]
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},\n`]))
  return `@misc{${keyOf(paper)},\n${lines.join('')}}\n`
}

/** “von Last, Jr., First”; braces keep what is one together, since a lower-case word is a “von” to BibTeX. */
function renderAuthor(author: string): string {
  const name = readName(author)
  if ('literal' in name) return / /.test(name.literal) ? `{${escapeTex(name.literal)}}` : escapeTex(name.literal)
  const { particle, family, suffix, given } = name
  const own = /(?:^| )\p{Ll}/u.test(family) ? `{${escapeTex(family)}}` : escapeTex(family)
  const last = [escapeTex(particle), own].filter(Boolean).join(' ')
  return [last, escapeTex(suffix), escapeTex(given)].filter(Boolean).join(', ')
}

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
function keyOf({ id, authors, publishedAt }: Paper): string {
  const name = readName(authors[0] ?? '')
  const family = 'literal' in name ? name.literal : wholeFamily(name)
  return `${family}${publishedAt?.slice(0, 4) ?? ''}:${id}`.replaceAll(/[^\w:./-]/g, '')
}
