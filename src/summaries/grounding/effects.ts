import { either } from '../patterns.ts'
import { clausesOf } from './clauses.ts'
import { deniedIn, others } from './negation.ts'
import { type GroundingToken, isContent, oncePerPassage, type Passage } from './passages.ts'
import { readQuantities } from './quantities/read-quantities.ts'

const up = new RegExp(
  `^${either(
    /increas|elevat|enhanc|strengthen|rais|boost|gain|higher|accelerat|grow|grew|larger|greater|more$/,
    /ris(?:e|en|ing)|rose/,
    /amplif|stronger|longer|upregulat|promot|activat|exacerbat|doubl|tripl|stimulat|induc|facilitat|positive/,
    /encourag|enabl/,
    /worsen|aggravat|overexpress|expan|susceptib|climb|lift/,
  )}`,
  'i',
)
const down = new RegExp(
  `^${either(
    /decreas|reduc|lower|cut(?:s|ting)?$|fewer|less$|smaller|drop(?!out)|declin|shrink|shrank|weaken|slow|diminish/,
    /fall(?:s|ing|en)?$|fell$|attenuat|suppress|lessen|shorter|sav(?:es|ed|ing)|inhibit|impair|abolish|downregulat/,
    /halv|trim/,
    /alleviat|mitigat|ameliorat|degrad|deteriorat|limit(?:s|ed|ing)?$/,
  )}`,
  'i',
)
const good = /^(?:improv|better|superior|out-?perform|surpass|exceed|beat)/i
const bad = /^(?:wors|underperform|hurt|harm|inferior|poor)/i
/** What helps may well lower something. */
const helpful =
  /^(?:enhanc|enabl|facilitat|encourag|promot|strengthen|boost|induc|stimulat|mitigat|alleviat|lift|expan|sav)/i
/** What takes away, or says no. */
const without = new RegExp(
  `^${either(
    /prevent|block|lack|lost|deficien|deplet|absen|eliminat|remov|knock|ablat|protect|resist|avoid|without/,
    /un(?:superv|label|train|pair)|not?$|never/,
    /neither|nor$|cannot|fail(?:s|ed|ing)?$|unable|negativ|invers|inactiv|hamper|hinder|disrupt|independen/,
    /incapable|insufficien|rare/,
    /\w+n['’]t$|dispensab|unnecess|minim|counteract|antagoni|repress|obstruct|free$|low$|non$|little$|few$/,
  )}`,
  'i',
)

/** +1 or −1 for a word that says which way something goes, else 0. */
const signOf = ({ text }: Pick<GroundingToken, 'text'>): number =>
  up.test(text) || good.test(text) ? 1 : down.test(text) || bad.test(text) || without.test(text) ? -1 : 0

const isWithout = ({ text }: { text: string }) => without.test(text) && !up.test(text) && !down.test(text)

const signsIn = oncePerPassage(({ tokens }: Passage) => tokens.map(signOf))

/** Words: what is longer says more than one thing, whose signs have nothing to do with each other. */
const LONGEST = 9
/** The share of a statement's words that a sentence holds which tells of the same. */
const SAME = 0.34
/** Words around those that both have. */
const AROUND = 3

/**
 * Whether the sentence of the source that tells of the same as a short statement tells the contrary: every increase,
 * decrease and denial among the words that both have counts as a sign, and two decreases make an increase.
 */
export function isContrary(statement: Passage, sources: Passage[]): boolean {
  const signs = signsIn(statement)
  const words = new Set(statement.tokens.filter((token, i) => isContent(token) && signs[i] === 0).map(({ key }) => key))
  if (words.size < 2 || words.size > LONGEST || readQuantities(statement).length > 0) return false
  const told = sources.flatMap((source) => {
    const places = source.tokens.flatMap(({ key }, place) => (words.has(key) ? [place] : []))
    const keys = new Set(places.map((place) => source.tokens[place]?.key))
    if (keys.size < 2 || keys.size / words.size < SAME) return []
    const [from, to] = [Math.max(0, (places[0] ?? 0) - AROUND), (places.at(-1) ?? 0) + AROUND + 1]
    const own = signsIn(source)
      .slice(from, to)
      .filter((_, i) => !isAside(source, source.tokens[from + i], words))
    return [{ shared: keys.size, length: to - from, sign: productOf(own) }]
  })
  const [best] = told.toSorted((a, b) => b.shared - a.shared || a.length - b.length)
  return best !== undefined && best.sign !== productOf(signs)
}

/** In a part of its own, which tells of something else or of others. */
function isAside(source: Passage, token: GroundingToken | undefined, words: Set<string>): boolean {
  const own = clausesOf(source).find(({ start, end }) => token && token.start >= start && token.start < end)
  return own !== undefined && (own.words.isDisjointFrom(words) || others.test(source.text.slice(own.start, own.end)))
}

const productOf = (signs: number[]) => signs.reduce((product, sign) => product * (sign || 1), 1)

/** Words on either side that say what goes that way. */
const BESIDE = 5

type Change = {
  text: string
  isUp: boolean
  isGood: boolean
  about: Set<string>
  beside: Set<string>
  next: string | null
}

const changesIn = oncePerPassage((passage: Passage) => {
  const { tokens } = passage
  return tokens.flatMap((token, place): Change[] => {
    const { text } = token
    const isDenied = deniedIn(passage).has(token)
    if (text.includes('-') || signOf({ text }) === 0 || bad.test(text) || isWithout({ text })) return []
    const isThing = (token: GroundingToken) => isContent(token) && signOf(token) === 0
    const reach = /^(?:more|less|fewer)$/i.test(text) ? 3 : BESIDE
    const before = tokens.slice(Math.max(0, place - reach), place).filter(isThing)
    const after = tokens.slice(place + 1, place + 1 + reach).filter(isThing)
    const keys = (some: GroundingToken[]) => new Set(some.map(({ key }) => key))
    return [
      {
        text,
        isUp: signOf({ text }) > 0 !== isDenied,
        next: /^(?:more|less|fewer)$/i.test(text) ? (after[0]?.key ?? null) : null,
        isGood: good.test(text) || helpful.test(text),
        about: keys([...before, ...after]),
        beside: keys([...before.slice(-2), ...after.slice(0, 2)]),
      },
    ]
  })
})

/** A word of direction in the summary where the source has the contrary about the same things; else null. */
export function oppositeDirection(statement: Passage, sources: Passage[]): { said: string; held: string } | null {
  const known = sources.flatMap(changesIn)
  for (const said of changesIn(statement).filter(({ isGood }) => !isGood)) {
    const isClose = ({ about, beside, next }: Change) =>
      beside.intersection(said.beside).size > 0 &&
      (about.intersection(said.about).size > 1 || (next !== null && next === said.next))
    const close = known.filter(isClose)
    const held = close.find(({ isGood }) => !isGood)
    const elsewhere = known.some((one) => one.isUp === said.isUp && one.beside.intersection(said.beside).size > 0)
    if (held && !elsewhere && close.every(({ isUp }) => isUp !== said.isUp)) return { said: said.text, held: held.text }
  }
  return null
}

/** A word that says which way a number goes. */
type Direction = { text: string; isUp: boolean }

/** The word of direction beside a number, within a few words and the same clause; null when there is none or two. */
export function directionNear(passage: Passage, { start, end }: { start: number; end: number }): Direction | null {
  const near = passage.tokens.flatMap((token): Direction[] => {
    const { text } = token
    const isUp = up.test(text) ? true : down.test(text) ? false : null
    const [from, to] = token.start < start ? [token.start + text.length, start] : [end, token.start]
    const between = passage.text.slice(from, to).replace(/\b(?:more|less) than\b/g, '')
    // “Slow-fast” and “drop-in” are names of things.
    const isBeside = to - from < 40 && !/[,;:.](?:\s|$)|\b(?:while|but|than|and)\b/.test(between)
    return isUp === null || text.includes('-') || !isBeside || isThan(passage.text, token) ? [] : [{ text, isUp }]
  })
  const [first] = near
  return first && near.every(({ isUp }) => isUp === first.isUp) ? first : null
}

/** “More than” and “less than” bound a number. */
const isThan = (text: string, token: GroundingToken) =>
  /^(?:more|less|fewer|greater|higher|lower|larger)$/i.test(token.text) &&
  /^ than\b/.test(text.slice(token.start + token.text.length))
