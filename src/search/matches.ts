import { type IsoDay, LONGEST_TEXT, type Paper, type SourceName } from '../core/paper.ts'
import { stemOf, type Token, tokenize } from '../papers/index/tokenize.ts'
import { readShortName } from '../papers/names/initials.ts'
import { type Clause, compare, type Query, type TextClause } from './query/clause.ts'

/** What people and sources made of a paper, as far as it is known here. */
type PaperStats = { upvotes: number | null; days?: { source: SourceName; day: IsoDay }[] }

/**
 * Whether a search would find this paper. Words are found by their stems, and `pretraining`, `pre-training` and `pre
 * training` are one. What cannot be known of a single paper (votes, postings, people) decides nothing.
 */
export function matches(query: Pick<Query, 'where' | 'paper'>, paper: Paper, known: PaperStats): boolean {
  if (query.paper) return query.paper === paper.id
  return query.where === null || holds(query.where, { paper, known, read: createReader() }) !== false
}

/** `read`: a text is looked at for every word of a search, and taken apart once. */
type MatchedPaper = { paper: Paper; known: PaperStats; read: (text: string) => Token[] }

function createReader(): MatchedPaper['read'] {
  const tokens = new Map<string, Token[]>()
  return (text) => {
    const known = tokens.get(text) ?? tokenize(text.slice(0, LONGEST_TEXT))
    tokens.set(text, known)
    return known
  }
}

/** null: cannot be told. */
function holds(clause: Clause, subject: MatchedPaper): boolean | null {
  const { paper, known, read } = subject
  switch (clause.is) {
    case 'all':
      return every(clause.of.map((part) => holds(part, subject)))
    case 'any':
      return negate(every(clause.of.map((part) => negate(holds(part, subject)))))
    case 'not':
      return negate(holds(clause.of, subject))
    case 'text':
      return (
        textsOf(paper, clause.in).some((text) => contains(read(text), clause)) ||
        (clause.in === 'author' && isByShortName(paper, clause.text))
      )
    case 'category':
      return paper.categories.some((category) => inCategory(category, clause.category))
    case 'source':
      return known.days?.some(({ source }) => source.toLowerCase().startsWith(clause.source)) ?? null
    case 'day':
      return known.days?.some(({ day }) => day >= (clause.since ?? day) && day <= (clause.until ?? day)) ?? null
    case 'has':
      return clause.what === 'picture' ? paper.pictures.length > 0 : paper.links[clause.what] !== null
    case 'count':
      return clause.of === 'votes' ? null : compare(known.upvotes ?? 0, clause.than, clause.number)
    default:
      return null
  }
}

function isByShortName({ authors }: Paper, name: string): boolean {
  const short = readShortName(name)
  return short !== null && authors.some(short.isOf)
}

const negate = (truth: boolean | null): boolean | null => (truth === null ? null : !truth)

function every(truths: (boolean | null)[]): boolean | null {
  if (truths.includes(false)) return false
  return truths.includes(null) ? null : true
}

function textsOf({ title, abstract, authors, organization, keywords }: Paper, where: TextClause['in']): string[] {
  if (where === 'title') return [title]
  if (where === 'author') return authors
  if (where === 'organization') return organization === null ? [] : [organization]
  return [title, abstract, ...keywords, ...authors, ...(organization === null ? [] : [organization])]
}

function contains(text: Token[], { text: wanted, exact, prefix }: TextClause): boolean {
  const words = tokenize(wanted)
  const last = words.at(-1)
  const isSame = (have: Token | undefined, want: Token) =>
    have !== undefined && (have.stem === want.stem || (prefix && want === last && have.word.startsWith(want.word)))
  if (text.some((_, start) => words.every((word, index) => isSame(text[start + index], word)))) return true
  return !exact && !prefix && containsGlued(text, words.map(({ word }) => word).join(''))
}

/** More words are written as one in no language that puts spaces between them. */
const MOST_GLUED = 10

/** As one word or as neighbours: `fine-tuning`, `finetuning`, `fine tuning`. */
function containsGlued(text: Token[], glued: string): boolean {
  const stem = stemOf(glued)
  return text.some(({ word }, start) => {
    if (!glued.startsWith(word.slice(0, 2))) return false
    let joined = word
    const last = Math.min(text.length, start + MOST_GLUED)
    for (let next = start + 1; joined.length < glued.length - 3 && next < last && glued.startsWith(joined); next += 1)
      joined += text[next]?.word ?? ''
    return stemOf(joined) === stem
  })
}

const inCategory = (category: string, wanted: string): boolean => {
  const [have, want] = [category.toLowerCase(), wanted.toLowerCase().replace(/\.?\*$/, '')]
  return have === want || have.startsWith(`${want}.`)
}
