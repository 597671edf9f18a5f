import { stemsOf, tokenize } from '../../papers/index/tokenize.ts'
import type { SearchEngine } from '../engines/engine.ts'
import type { Asker } from '../paper-search.ts'
import { type Clause, group, isFreeWord, type Query, type Sort, type TextClause } from '../query/clause.ts'
import { renderQuery } from '../query/rendering.ts'
import { type Correction, correct } from './corrections.ts'
import { allOf, anyOf, type Expression, isText, type TextExpression } from './expression.ts'
import { createQueryTerms, type QueryTerm, type TermSpan } from './query-terms.ts'
import { type PaperSet, papersOfTeamClause } from './team-clauses.ts'
import { phraseExpression, termExpression, textExpression } from './term-expressions.ts'
import { countStems } from './vocabulary.ts'

/** A search in the words of the index. */
export type Interpretation = {
  sort: Sort
  /** What can raise a paper's rank, in the order it was written. */
  terms: QueryTerm[]
  spans: TermSpan[]
  /** What the text of a paper must hold. */
  text: TextExpression | null
  /** All terms side by side, when they are words in a row. */
  phrase: TextExpression | null
  /** The words that a paper may lack when too few have everything; a field's may not be missing. */
  mayLack: QueryTerm[]
  /** What it must not hold, and what else must be true of it. */
  except: TextExpression[]
  conditions: Expression[]
  /** The conditions for papers that are found by their meaning; null where only the words count. */
  binding: Expression[] | null
  corrections: Correction[]
  problems: string[]
  /** The query as it was understood, when that differs from the text. */
  corrected: string | null
}

export async function interpret(engine: SearchEngine, query: Query, asker: Asker | null): Promise<Interpretation> {
  const teamPapers: TeamPapers = new Map()
  const problems: string[] = []
  const all = query.where && withSeparateWords(query.where)
  const leaves = all ? leavesOf(all) : []
  for (const clause of leaves) {
    const papers = await papersOfTeamClause(engine.db, clause, asker)
    if (typeof papers === 'string') problems.push(papers)
    else if (papers) teamPapers.set(clause, papers)
  }
  const texts = leaves.filter((clause) => clause.is === 'text')
  const kept = new Set(texts.length > MOST_TEXTS ? await rarestTexts(engine.db, texts) : texts)
  if (kept.size < texts.length) problems.push(`Only the ${kept.size} rarest words were searched for.`)
  const isKept = (leaf: Clause) =>
    leaf.is === 'text' ? kept.has(leaf) : (leaf.is !== 'by' && leaf.is !== 'posted') || teamPapers.has(leaf)
  const where = all && onlyKept(all, isKept)
  const parts = where?.is === 'all' ? where.of : where ? [where] : []
  const isFlat = parts.every((part) => part.is !== 'any' && part.is !== 'all')
  const wanted = parts.flatMap(wantedTexts)
  const { clauses, corrections, known } = await correct(engine, wanted)
  const { terms, spans } = await createQueryTerms(engine, clauses, isFlat, corrections, known)
  const words = terms.filter((term) => term.in === 'any')
  const unwanted = parts.flatMap(unwantedTexts)
  const { terms: unwantedTerms } = await createQueryTerms(engine, unwanted, false)
  const termOf = new Map([...wanted, ...unwanted].map((clause, index) => [clause, [...terms, ...unwantedTerms][index]]))
  const others = parts
    .filter((part) => !isFlat || part.is !== 'text')
    .map((part) => translate(part, termOf, teamPapers))
  const needed: TextExpression[] = others.filter(isText)
  if (isFlat && terms.length > 0) needed.unshift(textExpression(terms, spans))
  return {
    sort: query.sort,
    terms,
    spans,
    text: needed.length === 0 ? null : allOf(needed),
    phrase: isFlat ? phraseExpression(terms, spans) : null,
    mayLack: isFlat && words.length > 1 ? words : [],
    except: others.filter(isNotText).map(({ of }) => of),
    conditions: others.filter((part) => !isText(part) && !isNotText(part)),
    binding: isFlat && clauses.some(isFreeWord) ? [...others, ...boundTexts(terms, clauses)] : null,
    corrections,
    problems: [...query.problems, ...problems],
    corrected: problems.length > 0 ? renderQuery({ where, sort: query.sort }) : query.corrected,
  }
}

/** The papers of each clause about a team. */
type TeamPapers = Map<Clause, PaperSet>

type NotText = { is: 'not'; of: TextExpression }

const isNotText = (part: Expression): part is NotText => part.is === 'not' && isText(part.of)

/** Phrases, beginnings of words, and what was asked of one field. */
const boundTexts = (terms: QueryTerm[], clauses: TextClause[]): TextExpression[] =>
  terms.filter((_, index) => !clauses[index] || !isFreeWord(clauses[index])).map(termExpression)

function leavesOf(clause: Clause): Clause[] {
  if (clause.is === 'not') return leavesOf(clause.of)
  return clause.is === 'all' || clause.is === 'any' ? clause.of.flatMap(leavesOf) : [clause]
}

/** The clause without the leaves that are left out. */
function onlyKept(clause: Clause, isKept: (leaf: Clause) => boolean): Clause | null {
  if (clause.is === 'not') {
    const of = onlyKept(clause.of, isKept)
    return of && { is: 'not', of }
  }
  if (clause.is !== 'all' && clause.is !== 'any') return isKept(clause) ? clause : null
  const of = clause.of.flatMap((part) => onlyKept(part, isKept) ?? [])
  return group(clause.is, of)
}

const MOST_TEXTS = 32

/** Of a pasted abstract, what tells most of it: phrases and fields, then each of the rarest words once. */
async function rarestTexts(db: SearchEngine['db'], texts: TextClause[]): Promise<TextClause[]> {
  const stemOfText = ({ text }: TextClause) => stemsOf(text).join(' ')
  const distinct = [...new Map(texts.toReversed().map((clause) => [stemOfText(clause), clause])).values()]
  const counts = await countStems(db, distinct.map(stemOfText))
  const commonness = (clause: TextClause) =>
    isFreeWord(clause) ? (counts.get(stemOfText(clause)) ?? Number.POSITIVE_INFINITY) : 0
  return distinct.toSorted((a, b) => commonness(a) - commonness(b)).slice(0, MOST_TEXTS)
}

function wantedTexts(clause: Clause): TextClause[] {
  if (clause.is === 'text') return [clause]
  return clause.is === 'all' || clause.is === 'any' ? clause.of.flatMap(wantedTexts) : []
}

function unwantedTexts(clause: Clause): TextClause[] {
  if (clause.is === 'not') return clause.of.is === 'not' ? [] : [...wantedTexts(clause.of), ...unwantedTexts(clause.of)]
  return clause.is === 'all' || clause.is === 'any' ? clause.of.flatMap(unwantedTexts) : []
}

type TermOf = Map<TextClause, QueryTerm | undefined>

function translate(clause: Clause, termOf: TermOf, teamPapers: TeamPapers): Expression {
  switch (clause.is) {
    case 'all':
    case 'any': {
      const parts = clause.of.map((part) => translate(part, termOf, teamPapers))
      return clause.is === 'all' ? allOf(parts) : anyOf(parts)
    }
    case 'not':
      return { is: 'not', of: translate(clause.of, termOf, teamPapers) }
    case 'text':
      return termExpression(termOf.get(clause) ?? { in: 'any', forms: [] })
    case 'posted':
    case 'by':
    case 'discussed':
      return amongExpression(teamPapers.get(clause))
    case 'count':
      return clause.of === 'votes' ? amongExpression(teamPapers.get(clause)) : { is: 'fact', fact: clause }
    default:
      return { is: 'fact', fact: clause }
  }
}

function amongExpression(papers: PaperSet | undefined): Expression {
  const among: Expression = { is: 'among', papers: papers?.ids ?? [] }
  return papers?.except ? { is: 'not', of: among } : among
}

/**
 * The clause with punctuation taken for spaces: `iron-responsive` finds papers with both words, those that have them
 * side by side first. What is excluded or stands in quotation marks stays as it is written.
 */
function withSeparateWords(clause: Clause): Clause {
  if (clause.is === 'all' || clause.is === 'any') return group(clause.is, clause.of.map(withSeparateWords)) ?? clause
  return isFreeWord(clause) ? (group('all', separateWords(clause)) ?? clause) : clause
}

/** Chinese characters are words without anything between them, and stay together. */
function separateWords(clause: TextClause): TextClause[] {
  const words: string[] = []
  let end = -1
  for (const token of tokenize(clause.text)) {
    const word = clause.text.slice(token.start, token.end)
    words.push(token.start === end ? (words.pop() ?? '') + word : word)
    end = token.end
  }
  return words.map((text) => ({ ...clause, text }))
}
