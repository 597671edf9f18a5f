import { isoDay, type PartialDate } from '../core/paper.ts'

/** The date that a text names, on its writer’s own calendar, as partial as the text is. Null when it names none. */
export function parseDate(text: string): PartialDate | null {
  const oneLine = text.slice(0, LONGEST).normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
  const plain = oneLine.replace(/\p{Pd}/gu, '-').replace(LABEL, '')
  return readShape(plain) ?? readShape(withoutWeekday(plain))
}

/** “Available online 20 November 2026”, “Published: …” */
const LABEL = /^(?:(?:available|date|early|epub|first|online|posted|print|publication|published)\b[ :]*)+/

/** Of several dates the one that says most. */
export const mostExact = (dates: PartialDate[]): PartialDate | null =>
  [10, 7, 4].flatMap((length) => dates.find((date) => date.length === length) ?? [])[0] ?? null

/** Of a date whose parts were written apart; null when they are no date. */
export function dateFromParts(year = '', month = '', day = ''): PartialDate | null {
  // Databases write 0 for a part that they do not know.
  const [wholeMonth, wholeDay] = [month, day].map((part) => (Number(part) ? part.padStart(2, '0') : ''))
  const parts = [year.padStart(4, '0'), wholeMonth, wholeDay]
  const isDate = isoDay.safeParse(parts.map((part) => part || '01').join('-')).success
  return isDate && (wholeMonth || !wholeDay) ? parts.filter(Boolean).join('-') : null
}

/** Characters. */
const LONGEST = 100

// Named groups: d, m, y; a month is a number or its name. What follows is a clock, a zone or nothing.
const END = String.raw`(?=$|t\d|[^\p{L}\d./-]|\s?-\s)`
const shape = (source: string): RegExp => new RegExp(`^${source}${END}`, 'u')
// Of a range the first: 20-22 Nov, Nov/Dec.
const D = String.raw`(?<d>\d{1,2})(?:st|nd|rd|th)?(?:-\d{1,2}(?=[ ,]))?`
const M = String.raw`(?<m>\p{L}{3,})\.?(?:[-/]\p{L}{3,}\.?)?`
const Y = String.raw`(?<y>\d{4})`
const SHAPES = [
  // 2026-11-20T10:00:00Z, 2026/11, 2026, 2026 Nov 20, 2004-július-13; Google once wrote months of three digits.
  shape(String.raw`${Y}(?:[-/. ]{1,2}(?<m>0?\d{1,2}|\p{L}{3,})(?:[-/. ]{1,2}(?<d>\d{1,2}))?)?`),
  shape(String.raw`${Y}[年년] ?(?:(?<m>\d{1,2})[月월] ?(?:(?<d>\d{1,2})[日일])?)?`),
  shape(String.raw`(?<y>\d{4}|\d{2})(?<m>\d{2})(?<d>\d{2})`),
  shape(String.raw`(?<y>\d{2})-(?<m>\d{2})-(?<d>\d{2})`),
  // 20 Nov 2026, 20. November 2026, 20-Nov-26, 20 de noviembre de 2026.
  shape(String.raw`${D}[-./, ]{0,2}(?:de |of )?${M},?[-/ ]{0,2}(?:de )?(?<y>\d{4}|\d{2})`),
  // November 20, 2026; Sun Jan 4 16:29:06 2004; Nov 2026.
  shape(String.raw`${M}[-, ] ?${D},? ?(?:[\d:]{5,8} (?:(?:[+-]\d{4}|\p{L}{2,5}) )?)?${Y}`),
  shape(`${M},? ${Y}`),
  // 20.11.2026, 20 11 2026, 26/06/2026; with a slash the month comes first where it can.
  shape(String.raw`${D}[-. ](?<m>\d{1,2})[-. ](?<y>\d{4}|\d{2})`),
  shape(String.raw`(?<m>0?\d|1[0-2])/${D}/(?<y>\d{4}|\d{2})`),
  shape(String.raw`${D}/(?<m>\d{1,2})/(?<y>\d{4}|\d{2})`),
]

function readShape(text: string): PartialDate | null {
  const [, seconds] = /^(\d{10})(?:\d{3})?$/.exec(text) ?? []
  if (seconds) return readShape(new Date(Number(seconds) * 1_000).toISOString().toLowerCase())
  for (const pattern of SHAPES) {
    const { d, m, y = '' } = pattern.exec(text)?.groups ?? {}
    const month = m === undefined || /^\d/.test(m) ? m?.slice(-2) : numberOfMonth(m)
    const date = y === '' ? null : dateFromParts(wholeYear(y), month, d)
    if (date) return date
  }
  return null
}

/** RFC 2822 reads two digits so, save that nobody dates a paper to 1950. */
const wholeYear = (year: string): string => (year.length > 2 ? year : `${Number(year) < 70 ? 20 : 19}${year}`)

type Part = 'month' | 'weekday'
// The languages that feeds are known to be dated in; their names come from Intl, and are asked for when needed.
const LANGUAGES = 'en de fr es it pt nl pl sv cs hu el ru tr'.split(' ')
const known = new Map<string, { name: string; index: number }[]>()
const bare = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()

/** Which month or weekday begins so, from 0. */
function findName(part: Part, word: string): number | undefined {
  const start = bare(word)
  for (const language of LANGUAGES) {
    const found = namesOf(part, language).find(({ name }) => name.startsWith(start))
    if (found) return found.index
  }
}

function namesOf(part: Part, language: string): { name: string; index: number }[] {
  const names =
    known.get(part + language) ??
    (['long', 'short'] as const).flatMap((style) => {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', [part]: style, timeZone: 'UTC' })
      return Array.from({ length: 12 }, (_, index) => {
        const parts = format.formatToParts(part === 'month' ? Date.UTC(2026, index) : Date.UTC(2026, 0, index + 1))
        return { name: bare(parts.find(({ type }) => type === part)?.value ?? ''), index }
      })
    })
  known.set(part + language, names)
  return names
}

/** Of “sept.”, “Novembre”, “déc”; one that no year has when the word names none. */
const numberOfMonth = (word: string): string => String((findName('month', word) ?? 98) + 1)

/** “Thurs, 15 Oct 2020”, “ven., 03 juil. 2020”: a word that names no day of the week stays, and is no date. */
const withoutWeekday = (text: string): string =>
  text.replace(/^(\p{L}{2,})\.?(?:, ?| )/u, (whole, word: string) =>
    findName('weekday', word) === undefined ? whole : '',
  )
