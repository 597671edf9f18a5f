import type { Clause, Query, TextClause } from './clause.ts'

/** The text that means this query. */
export function renderQuery({ where, sort }: Pick<Query, 'where' | 'sort'>): string {
  const order = sort === 'best' ? [] : [`sort:${sort}`]
  return [...(where ? [renderClause(where, 'top')] : []), ...order].join(' ')
}

function renderClause(clause: Clause, inside: 'top' | 'all' | 'any' | 'not'): string {
  switch (clause.is) {
    case 'all':
      return bracket(clause.of.map((part) => renderClause(part, 'all')).join(' '), inside !== 'top' && inside !== 'any')
    case 'any':
      return bracket(clause.of.map((part) => renderClause(part, 'any')).join(' OR '), inside !== 'top')
    case 'not': {
      const unwanted = renderClause(clause.of, 'not')
      return `${/^-?\d/.test(unwanted) ? 'NOT ' : '-'}${unwanted}`
    }
    case 'text':
      return renderText(clause)
    case 'category':
      return `cat:${clause.category}`
    case 'source':
      return `source:${quote(clause.source)}`
    case 'day':
      return `${clause.since && clause.until ? 'day' : clause.since ? 'since' : 'until'}:${clause.text}`
    case 'has':
      return `has:${clause.what}`
    case 'count':
      return `${clause.of}:${clause.than}${clause.number}`
    case 'posted':
      return `posted:${quote(`#${clause.channel}`)}`
    case 'by':
      return 'by:me'
    case 'discussed':
      return `discussed:${clause.yes ? 'yes' : 'no'}`
  }
}

function renderText({ in: where, text, exact }: TextClause): string {
  const field = where === 'any' ? '' : where === 'organization' ? 'org:' : `${where}:`
  return field + (exact ? `"${text}"` : quote(text))
}

const quote = (text: string): string => (/[\s()|]/.test(text) ? `"${text}"` : text)

const bracket = (text: string, needed: boolean): string => (needed ? `(${text})` : text)
