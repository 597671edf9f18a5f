import type { Paper } from '../../core/paper.ts'
import { readName, wholeFamily } from '../names/name.ts'
import { identifierOf } from './reference.ts'

/** A record for each paper, as EndNote, Mendeley and Zotero read it. A tag takes one line, and so are all texts. */
export const renderRis = (papers: Paper[]): string => papers.map(renderRecord).join('\r\n')

function renderRecord(paper: Paper): string {
  const tags: [string, string | null][] = [
    ['TY', identifierOf(paper, 'doi') === null ? 'UNPB' : 'JOUR'],
    ['TI', paper.title],
    ...paper.authors.map((author): [string, string] => ['AU', renderAuthor(author)]),
    ['PY', paper.publishedAt?.slice(0, 4) ?? null],
    ['DA', paper.publishedAt?.replaceAll('-', '/') ?? null],
    ['AB', paper.abstract || null],
    ['DO', identifierOf(paper, 'doi')],
    ['UR', paper.links.abstract],
    ['N1', paper.facts.standing ?? null],
    ...paper.keywords.map((keyword): [string, string] => ['KW', keyword]),
    ['ER', ''],
  ]
  return tags.flatMap(([tag, value]) => (value === null ? [] : [`${tag}  - ${value}\r\n`])).join('')
}

/** “Family, Given, Suffix”: a comma in the name of a group would part it. */
function renderAuthor(author: string): string {
  const name = readName(author)
  if ('literal' in name) return name.literal.replaceAll(',', '')
  return [wholeFamily(name), name.given, name.suffix].filter(Boolean).join(', ')
}
