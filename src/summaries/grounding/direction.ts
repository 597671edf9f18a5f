import { either } from '../patterns.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from './passages.ts'

const up = new RegExp(
  `^${either(
    /increas|elevat|enhanc|strengthen|rais|boost|gain|higher|accelerat|grow|grew|larger|greater|more$|rise|rose/,
    /amplif|elevat|stronger|longer|upregulat|promot|activat|exacerbat|double|triple/,
  )}`,
  'i',
)
const down = new RegExp(
  `^${either(
    /decreas|reduc|lower|cut(?:s|ting)?$|fewer|less$|smaller|drop(?!out)|declin|shrink|shrank|weaken|slower|diminish/,
    /fall(?:s|ing)?$|fell$|attenuat|suppress|lessen|shorter|sav(?:es|ed|ing)|inhibit|impair|abolish|downregulat/,
    /halv|trim/,
  )}`,
  'i',
)
const good = /^(?:improv|better|superior|out-?perform|surpass|exceed|beat)/i
const bad = /^(?:wors|degrad|underperform|deteriorat|hurt|harm|inferior)/i

/** A word that says which way something goes. */
export type Direction = { text: string; isUp: boolean; token: GroundingToken; place: number }

const directionsIn = oncePerPassage(({ tokens }) =>
  tokens.flatMap((token, place): Direction[] => {
    const { text } = token
    // “Slow-fast” and “drop-in” are names of things.
    if (text.includes('-') && !/^out-?perform/i.test(text)) return []
    const isUp = up.test(text) || good.test(text) ? true : down.test(text) || bad.test(text) ? false : null
    return isUp === null ? [] : [{ text, isUp, token, place }]
  }),
)

/** Whether words of quality and of quantity may be set against each other: what improves may well be reduced. */
const isQuality = (text: string) => good.test(text) || bad.test(text)

/** The word of direction beside a number, within a few words and the same clause; null when there is none or two. */
export function directionNear(passage: Passage, { start, end }: { start: number; end: number }): Direction | null {
  const near = directionsIn(passage).filter(({ token, text }) => {
    const [from, to] = token.start < start ? [token.start + text.length, start] : [end, token.start]
    const between = passage.text.slice(from, to)
    return to - from < 40 && !/[,;:.](?:\s|$)|\b(?:while|but|than)\b/.test(between) && !isQuality(text)
  })
  const [first] = near
  return first && near.every(({ isUp }) => isUp === first.isUp) ? first : null
}

/** How many words before and after one of direction say what goes that way. */
const reach = 6

function aboutOf({ tokens }: Passage, { place, text }: Direction): Set<string> {
  // “More precise” says nothing of what stands further away.
  const [before, after] = /^(?:more|less|fewer)$/i.test(text) ? [2, 3] : [reach, reach]
  const around = tokens.slice(Math.max(0, place - before), place + after + 1)
  return new Set(around.filter((token) => isContent(token) && !isDirection(token.text)).map(({ key }) => key))
}

/** The nearest words of their own meaning on either side. */
function besideOf({ tokens }: Passage, { place }: Direction): Set<string> {
  const isThing = (token: GroundingToken) => isContent(token) && !isDirection(token.text)
  const before = tokens
    .slice(Math.max(0, place - 5), place)
    .filter(isThing)
    .slice(-2)
  return new Set(
    [
      ...before,
      ...tokens
        .slice(place + 1, place + 6)
        .filter(isThing)
        .slice(0, 2),
    ].map(({ key }) => key),
  )
}

const isDirection = (text: string) => [up, down, good, bad].some((pattern) => pattern.test(text))

/** A word of direction in the summary where the source has the contrary about the same things; else null. */
export function oppositeDirection(summary: Passage, sources: Passage[]): { said: string; held: string } | null {
  const known = sources.flatMap((source) =>
    directionsIn(source).map((one) => ({ ...one, source, about: aboutOf(source, one) })),
  )
  for (const said of directionsIn(summary)) {
    const about = aboutOf(summary, said)
    const rival = known.filter((one) => !bad.test(one.text) && !bad.test(said.text))
    const shared = (one: { about: Set<string> }) => one.about.intersection(about).size
    const most = Math.max(0, ...rival.map(shared))
    if (most < 2) continue
    const [held, ...rest] = rival.filter((one) => shared(one) === most)
    const isContrary = held && [held, ...rest].every(({ isUp }) => isUp !== said.isUp)
    const isBeside = held !== undefined && besideOf(summary, said).intersection(besideOf(held.source, held)).size > 0
    const isElsewhere = rival.some((one) => one.isUp === said.isUp && shared(one) >= most - 1)
    if (isContrary && isBeside && !isElsewhere) return { said: said.text, held: held.text }
  }
  return null
}

/** The share of a statement's words that one sentence must hold to be taken for what it was made of. */
const MOSTLY = 0.5

/** The same for a statement most of whose words stand in one sentence, when all of that goes the other way. */
export function oppositeSentence(summary: Passage, sources: Passage[]): { said: string; held: string } | null {
  const said = directionsIn(summary)
  const [first] = said
  const content = new Set(summary.tokens.filter((t) => isContent(t) && !isDirection(t.text)).map(({ key }) => key))
  if (!first || content.size < 2 || said.some(({ isUp }) => isUp !== first.isUp)) return null
  const holding = sources.filter(({ tokens }) => {
    const shared = content.intersection(new Set(tokens.map(({ key }) => key))).size
    return shared >= 2 && shared / content.size >= MOSTLY
  })
  const held = holding.flatMap(directionsIn)
  const [contrary] = held
  const isContrary = contrary && held.every(({ isUp }) => isUp !== first.isUp)
  return isContrary && !holding.some(({ text }) => /\b(?:not|no|without|un\w+)\b/i.test(text))
    ? { said: first.text, held: contrary.text }
    : null
}
