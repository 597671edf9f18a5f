import { emojiName, VOTE } from '../../channels/team-settings.ts'
import { type Card, headingLine, type Link, lineOf, type Message, messageOf, notice } from '../../core/message.ts'
import type { IsoDay, Paper } from '../../core/paper.ts'
import { daysBetween, formatMoment, localDate, longDay, shortDay } from '../../core/schedule.ts'
import { shorten } from '../../core/text/shorten.ts'
import type { Popularity } from '../../papers/popularity.ts'
import type { Summary } from '../../summaries/summary.ts'
import type { Counts, Outcome } from '../choose/choose.ts'

/** Most titles are under 150 characters; the longest seen has 250. */
const TITLE_LENGTH = 200
/** Discord cuts a longer one. */
const DETAIL_LENGTH = 120

/** What the messages of a digest say of it. */
export type DigestFacts = {
  date: IsoDay
  counts: Counts
  coversSince: number | null
  timezone: string
  notes: string[]
  /** The emoji that votes in the channel's team, where it is not 👍. */
  vote?: string
  /** When the channel's next digest comes, in milliseconds. */
  next: number | null
}

export const headingMessage = (facts: DigestFacts): Message =>
  messageOf({
    kind: 'heading',
    heading: titleOf(facts),
    note: `${headline(facts, 'in thread')}\n${emojiName(facts.vote ?? VOTE)} = I want to discuss this · /papers help`,
  })

/** What a letter says besides: of the team of its reader, where they were let in. */
export type TeamNews = Pick<Message, 'cards' | 'buttons'>

/** All of a digest in one message, without buttons: nobody can press them in a letter. */
export function letterMessage(
  facts: DigestFacts,
  papers: Message[],
  list: Message,
  { tail, news }: { tail: Message; news: TeamNews | null },
): Message {
  const unpressed = (messages: Message[]) =>
    messages.flatMap(({ cards }) => cards).map((card) => ({ ...card, buttons: [] }))
  const more = unpressed([list])
  return messageOf({
    kind: 'list',
    heading: titleOf(facts),
    cards: [
      lineOf(headline(facts, 'more below')),
      ...unpressed(papers),
      ...(news?.cards ?? []),
      ...(more.length > 0 ? [headingLine(`${more.length} more`)] : []),
      ...more,
    ],
    note: tail.note,
    buttons: news?.buttons ?? [],
  })
}

const titleOf = ({ date }: DigestFacts): string => `Papers · ${longDay(date)}`

function headline({ date, counts, coversSince, timezone }: DigestFacts, where: string): string {
  const fresh = counts.posted + counts.thread + counts.filtered + counts.held
  const news =
    coversSince === null ? count(fresh, 'paper') : `${fresh} new since ${formatSince(coversSince, date, timezone)}`
  const top = counts.posted === 1 ? 'the best one' : `top ${counts.posted}`
  const listed = counts.thread > 0 ? [`${counts.thread} ${where}`] : []
  return [news, `${top} by Hugging Face upvotes`, ...listed].join(' · ')
}

export const paperMessage = (paper: Paper, popularity: Popularity, summary: Summary): Message =>
  messageOf({ kind: 'paper', cards: [paperCard(paper, popularity, summary)] })

export const paperCard = (paper: Paper, popularity: Popularity, summary: Summary): Card => ({
  ...lineCard(paper, popularity, null),
  size: 'full',
  byline: byline(paper.authors),
  facts: [...popularityFacts(popularity), ...(paper.organization === null ? [] : [paper.organization])],
  lines: summary.lines,
  links: paperLinks(paper),
  buttons: [
    { label: 'Abstract', action: 'abstract', value: paper.id },
    { label: 'Save', action: 'save', value: paper.id },
  ],
})

export const lineCard = (paper: Paper, popularity: Popularity, rank: number | null): Card => ({
  ...lineOf(shorten(paper.title, TITLE_LENGTH)),
  paper: paper.id,
  rank,
  url: paper.links.abstract,
  facts: popularityFacts(popularity),
})

const popularityFacts = ({ upvotes, comments }: Popularity): string[] => [
  ...(upvotes === null ? [] : [count(upvotes, 'upvote')]),
  ...(comments ? [count(comments, 'comment')] : []),
]

/** What its sources say of a paper besides: “cs.CL”, “version 2”, “Accepted at …”, “CC BY 4.0”. */
export function detailFacts({ categories, facts: { version, journal, comment, licence = '' } }: Paper): string[] {
  const [, terms, edition] = /creativecommons\.org\/licenses\/([a-z-]+)\/([\d.]+)/.exec(licence) ?? []
  const name = terms ? `CC ${terms.toUpperCase()} ${edition}` : /publicdomain\/zero/.test(licence) ? 'CC0' : undefined
  const facts = [categories[0], version && `version ${version}`, journal, comment, name]
  return facts.flatMap((fact) => (fact ? [shorten(fact, DETAIL_LENGTH)] : []))
}

/** An entry of the thread, which can be brought up as a post of its own. */
export const listedCard = (paper: Paper, popularity: Popularity, rank: number | null): Card => ({
  ...lineCard(paper, popularity, rank),
  buttons: [{ label: 'Bring one up', action: 'bring', value: paper.id }],
})

export const listMessage = (cards: Card[], more: number | null): Message =>
  messageOf({ kind: 'list', heading: more === null ? null : `${more} more`, cards })

export function tailMessage({ counts, notes }: DigestFacts, summaries: Summary[]): Message {
  const parts = [
    `${counts.found} found`,
    `${counts.posted} posted`,
    `${counts.thread} here`,
    `${counts.filtered} filtered`,
    ...laterAndBefore(counts),
    `summaries: ${describeAuthors(summaries)}`,
  ]
  return notice([parts.join(' · '), ...notes].join('\n'))
}

const laterAndBefore = ({ held, already }: Counts): string[] => [
  ...(held > 0 ? [`${held} looked at again later`] : []),
  ...(already > 0 ? [`${already} seen before`] : []),
]

/** A posting day with nothing to post: one line saying why, and when next. */
export function nothingMessage({ date, counts, notes, next, timezone, coversSince }: DigestFacts): Message {
  const since = coversSince === null ? '' : ` since ${formatSince(coversSince, date, timezone)}`
  const reasons = [...(counts.filtered > 0 ? [`${counts.filtered} filtered`] : []), ...laterAndBefore(counts)]
  const why =
    counts.found === 0
      ? `No new papers${since}.`
      : `${count(counts.found, 'paper')}${since}, none for this channel: ${reasons.join(', ')}.`
  const when = next === null ? '' : ` Next post: ${formatMoment(next, timezone)}.`
  return notice([`${why}${when}`, ...notes.map((note) => `${note}.`)].join('\n'))
}

/** A weekday says when within the last days; beyond that the date does. */
function formatSince(at: number, date: IsoDay, timezone: string): string {
  const day = localDate(timezone, at)
  return daysBetween(day, date) < 6 ? formatMoment(at, timezone) : shortDay(day, date)
}

export const describeOutcome: Record<Outcome, string> = {
  posted: 'posted',
  thread: 'listed in the thread',
  filtered: 'left out',
  held: 'held for a later day',
  already: 'not posted again',
}

/** “Kaituo Feng, Manyuan Zhang + 8” */
export function byline(authors: string[]): string | null {
  if (authors.length === 0) return null
  const shown = authors.length <= 3 ? authors : authors.slice(0, 2)
  const others = authors.length - shown.length
  return others > 0 ? `${shown.join(', ')} + ${others}` : shown.join(', ')
}

/** “PDF · Code ★ 1.2K · Model · Demo” */
export function paperLinks({ links, facts }: Paper): Link[] {
  const stars = facts.stars ? ` ★ ${STARS.format(facts.stars)}` : ''
  const all: [string, string | null | undefined][] = [
    ['PDF', links.pdf],
    [`Code${stars}`, links.code],
    ['Project', links.project === links.code ? null : links.project],
    ['Hugging Face', links.huggingface],
    ['Model', facts.models?.[0]],
    ['Dataset', facts.datasets?.[0]],
    ['Demo', facts.demos?.[0]],
    ['Video', facts.videos?.[0]],
  ]
  return all.flatMap(([label, url]) => (url ? [{ label, url }] : []))
}

const STARS = new Intl.NumberFormat('en', { notation: 'compact' })

/** Who wrote what people read. */
const describeAuthors = (summaries: Summary[]): string =>
  [...new Set(summaries.map(describeAuthor))].join(' and ') || 'sentences from the abstract'

/** “sentences from the abstract”, “AI: gpt-5-mini, from the abstract”. */
export function describeAuthor({ by, model }: Pick<Summary, 'by' | 'model'>): string {
  if (by === 'model') return `AI: ${model}, from the abstract`
  return by === 'source' ? 'AI: Hugging Face' : 'sentences from the abstract'
}

export const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
