import type { Line } from './line.ts'

type Role = 'what' | 'how' | 'result'

type Worth = Partial<Line['traits'] & ReturnType<typeof relationsOf>>

/** Weights of a linear ranking by role, fitted to what editors chose or wrote as the lines of 790 abstracts. */
const worth: Record<Role, Worth> = {
  what: {
    title: 1.9,
    name: 1.1,
    proposal: 1.4,
    contribution: 0.6,
    we: 0.9,
    subject: 0.8,
    length: 0.8,
    position: -2.2,
    faults: -0.5,
  },
  how: {
    length: 1.8,
    next: 1,
    second: 0.5,
    position: 0.7,
    we: 0.6,
    subject: 0.5,
    means: 0.4,
    result: -0.3,
    faults: -0.5,
    evidence: -0.4,
    achieves: -0.8,
    last: -0.9,
    before: -1,
  },
  result: {
    length: 1.5,
    result: 1,
    position: 0.8,
    achieves: 0.7,
    figures: 1,
    evidence: 0.6,
    distance: 0.5,
    clause: -0.3,
    faults: -0.5,
    before: -0.4,
    hollow: -1.1,
  },
}

/** What a line loses that says all again. */
const repeated = 3

/** With less a line is left out. */
const least: Record<Role, number> = { what: 0.9, how: 1, result: 1.8 }

/** The lines that say what the paper is, how it works and what came out; null where none is worth showing. */
export function chooseLines(lines: Line[]): Record<Role, Line | null> {
  const what = bestOf(lines, 'what', [])
  const result = bestOf(lines, 'result', [what])
  return { what, result, how: bestOf(lines, 'how', [what, result]) }
}

function bestOf(lines: Line[], role: Role, chosen: (Line | null)[]): Line | null {
  let best: Line | null = null
  let bestScore = least[role]
  for (const line of lines) {
    if (chosen.includes(line)) continue
    let score = scoreOf(line.traits, worth[role])
    if (chosen.some((one) => one !== null)) score += scoreOf(relationsOf(line, chosen), worth[role])
    // To say something again only lowers a score.
    if (score > bestScore) score -= repeated * Math.max(0, ...chosen.map((one) => repetition(line, one)))
    if (score > bestScore) [best, bestScore] = [line, score]
  }
  return best
}

function scoreOf(values: Partial<Worth>, weights: Worth): number {
  let score = 0
  for (const trait in weights) score += (weights[trait as keyof Worth] ?? 0) * (values[trait as keyof Worth] ?? 0)
  return score
}

/** What is known of a line only beside the ones that are chosen already: 0 or 1 but for the distance. */
function relationsOf(line: Line, chosen: (Line | null)[]) {
  const [what] = chosen
  const after = what ? line.index - what.index : Number.NaN
  return {
    before: +(after < 0),
    next: +(after === 1),
    second: +(after === 2),
    /** From the line that says what the paper is, as a share of the abstract. */
    distance: what ? line.traits.position - what.traits.position : 0,
    sameSentence: +chosen.some((one) => one?.index === line.index),
  }
}

/** How much it says again: 1 where nearly all words of the shorter one are in the longer one; else how far over 0.4. */
function repetition(line: Line, other: Line | null): number {
  if (other === null) return 0
  const [words, told] = [wordsOf(line), wordsOf(other)]
  const share = words.intersection(told).size / Math.min(words.size, told.size)
  if (share > (line.index === other.index ? 0.5 : 0.8)) return 1
  return share > 0.6 ? share - 0.4 : 0
}

/** Kept, since a line is compared with several. */
const wordsOf = (line: Line) => (line.words ??= new Set(line.text.toLowerCase().match(/\w{4,}/g)))
