import { distance } from 'fastest-levenshtein'
import type { IsoDay } from '../../core/paper.ts'
import { wordsOf } from '../../papers/index/tokenize.ts'
import type { Clause, Comparison, Sort } from './clause.ts'

type FieldTerm = { field: string | null; text: string; quoted: boolean; prefix: boolean }
type ParsedField = { clause: Clause | null; problem: string | null }

/** The clause of `field:value`, or a sentence about what is wrong with it. */
export function parseField(term: FieldTerm, now: number): ParsedField {
  const name = term.field ?? ''
  const field = fields[name]
  if (!field) return unknownField(term, now)
  const clause = field.parse(term, now)
  return { clause, problem: clause ? null : `“${name}:${term.text}” was left out: ${field.takes}.` }
}

export const isSort = (text: string): text is Sort => /^(best|new|votes)$/.test(text)

type QueryField = { takes: string; parse(term: FieldTerm, now: number): Clause | null }

const fields: Record<string, QueryField> = {
  author: { takes: 'author: takes a name, as in author:lecun', parse: (term) => words('author', term) },
  title: { takes: 'title: takes a word, as in title:agents', parse: (term) => words('title', term) },
  org: { takes: 'org: takes a name, as in org:deepmind', parse: (term) => words('organization', term) },
  cat: {
    takes: 'cat: takes an arXiv category, as in cat:cs.CL',
    parse: ({ text }) => (/^[a-z-]+(\.[a-z-]+|\.?\*)?$/i.test(text) ? { is: 'category', category: text } : null),
  },
  source: {
    takes: 'source: takes a name, as in source:huggingface',
    parse: ({ text }) => ({ is: 'source', source: text.toLowerCase() }),
  },
  day: {
    takes: 'day: takes a date, as in day:2026-11-20',
    parse: ({ text }, now) => period(text, now, ({ since, until }) => ({ since, until })),
  },
  since: {
    takes: 'since: takes a date or an age, as in since:2w',
    parse: ({ text }, now) => period(text, now, ({ since }) => ({ since, until: null })),
  },
  until: {
    takes: 'until: takes a date or an age, as in until:2026-05',
    parse: ({ text }, now) => period(text, now, ({ until }) => ({ since: null, until })),
  },
  has: {
    takes: 'has: takes code, pdf, project or picture',
    parse: ({ text }) => {
      const what = (['code', 'pdf', 'project', 'picture'] as const).find((known) => known === text.toLowerCase())
      return what ? { is: 'has', what } : null
    },
  },
  votes: { takes: 'votes: takes a number, as in votes:>2', parse: ({ text }) => count('votes', text) },
  upvotes: { takes: 'upvotes: takes a number, as in upvotes:>50', parse: ({ text }) => count('upvotes', text) },
  posted: {
    takes: 'posted: takes a channel, as in posted:#nlp',
    parse: ({ text }) => (text === '#' ? null : { is: 'posted', channel: text.replace(/^#/, '') }),
  },
  by: { takes: 'by: takes me', parse: ({ text }) => (/^me$/i.test(text) ? { is: 'by' } : null) },
  discussed: {
    takes: 'discussed: takes yes or no',
    parse: ({ text }) => (/^(yes|no)$/i.test(text) ? { is: 'discussed', yes: /yes/i.test(text) } : null),
  },
  sort: { takes: 'sort: takes best, new or votes', parse: () => null },
}

function unknownField(term: FieldTerm, now: number): ParsedField {
  const name = term.field ?? ''
  const meant = Object.keys(fields).find((known) => distance(known, name) <= (known.length > 4 ? 2 : 1))
  const corrected = meant ? fields[meant]?.parse(term, now) : null
  if (corrected) return { clause: corrected, problem: `There is no “${name}:”; this is what ${meant}: finds.` }
  // `key:value` is more often part of a title than a field.
  const text = `${name} ${term.text}`
  const clause: Clause = { is: 'text', in: 'any', text, exact: false, prefix: term.prefix }
  const known = Object.keys(fields).join(', ')
  return { clause, problem: `There is no “${name}:”, so its words were searched for. There are ${known}.` }
}

function words(where: 'author' | 'title' | 'organization', { text, quoted, prefix }: FieldTerm): Clause | null {
  return wordsOf(text).length === 0 ? null : { is: 'text', in: where, text, exact: quoted, prefix }
}

function count(of: 'votes' | 'upvotes', text: string): Clause | null {
  const [, than = '>=', number] = /^(>=|<=|>|<|=)?(\d{1,9})$/.exec(text) ?? []
  return number === undefined ? null : { is: 'count', of, than: than as Comparison, number: Number(number) }
}

type Period = { since: IsoDay; until: IsoDay }

function period(text: string, now: number, take: (period: Period) => { since: IsoDay | null; until: IsoDay | null }) {
  const found = parsePeriod(text.toLowerCase(), now)
  return found && { is: 'day' as const, ...take(found), text }
}

const DAY_MS = 86_400_000
const AGES: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 }

/** A day, a month, a year, `today`, `yesterday`, or the day so many days, weeks, months or years ago. */
function parsePeriod(text: string, now: number): Period | null {
  const [, number, unit = ''] = /^(\d{1,4})([dwmy])$/.exec(text) ?? []
  const age = text === 'today' ? 0 : text === 'yesterday' ? 1 : number ? Number(number) * (AGES[unit] ?? 1) : null
  if (age !== null) return { since: dayOf(now - age * DAY_MS), until: dayOf(now - age * DAY_MS) }
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? []
  if (!year) return null
  const since = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (Number.isNaN(Date.parse(since)) || dayOf(Date.parse(since)) !== since) return null
  if (day) return { since, until: since }
  const lastMonth = Number(month ?? 12)
  return { since, until: dayOf(Date.UTC(Number(year), lastMonth, 0)) }
}

const dayOf = (time: number): IsoDay => new Date(Math.max(0, time)).toISOString().slice(0, 10)
