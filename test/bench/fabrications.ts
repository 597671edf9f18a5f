import { summarizeExtractively } from '../../src/summarize/extractive.ts'
import { createRandom } from '../../src/summarize/training/linear.ts'

export type Planted = { kind: string; title: string; abstract: string; summary: string }
type Paper = { title: string; abstract: string }
type Random = () => number
/** Null where the line offers nothing to change. */
type Change = (line: string, paper: Paper, random: Random, other: Paper) => string | null

/** Summaries with one thing wrong each, made from faithful ones by rule. */
export function plantFabrications(papers: Paper[]): Planted[] {
  return plant(papers, fabrications)
}

/** The same with faults of kinds that grounding was never tuned on, and must not be: they tell what it is worth on other people's sets. */
export function plantUnseenFabrications(papers: Paper[]): Planted[] {
  return plant(papers, unseenFabrications)
}

/** Summaries that say the same in other words, made by rule, and the extractive ones as they are. */
export function plantParaphrases(papers: Paper[]): Planted[] {
  return plant(papers, paraphrases)
}

function plant(papers: Paper[], changes: Record<string, Change>): Planted[] {
  const random = createRandom(7)
  return papers.flatMap((paper, index) => {
    const { lines } = summarizeExtractively({ id: '', ...paper }, 'lines')
    const other = papers[(index + 41) % papers.length] ?? paper
    return Object.entries(changes).flatMap(([kind, change]) => {
      for (const [place, line] of lines.entries()) {
        const changed = change(line, paper, random, other)
        if (changed !== null && changed !== line)
          return [{ kind, ...paper, summary: lines.with(place, changed).join('\n') }]
      }
      return []
    })
  })
}

const figure = /(?<![\w.,-])\d+(?:,\d{3})*(?:\.\d+)?(?![\w-]|\.\d|,\d)/g
const name = /(?<=[a-z,] )[A-Z][A-Za-z]*[A-Z0-9][\w-]*/g

const fabrications: Record<string, Change> = {
  'another number': (line, { abstract }, random) =>
    replaceOne(line, figure, random, (found) => {
      const value = Number(found.replaceAll(',', ''))
      const next = found.includes('.')
        ? (value + 1 + Math.floor(random() * 9) + 0.1).toFixed(1)
        : String(value + 1 + Math.floor(random() * 30))
      return abstract.includes(next) ? null : next
    }),
  'another digit': (line, { abstract }, random) =>
    replaceOne(line, figure, random, (found) => {
      const digits = [...found]
      const place = digits.findIndex((digit) => /[1-9]/.test(digit))
      digits[place] = String((Number(digits[place]) % 9) + 1)
      return abstract.includes(digits.join('')) ? null : digits.join('')
    }),
  'two numbers swapped': (line) => {
    const [first, second] = [...line.matchAll(figure)]
    if (!first || !second || first[0] === second[0]) return null
    // Only where the two count different things.
    const [a, b] = [after(line, first), after(line, second)]
    if (a === b || !/^ [a-z]{4}/.test(a) || !/^ [a-z]{4}/.test(b)) return null
    return `${line.slice(0, first.index)}${second[0]}${line.slice(first.index + first[0].length, second.index)}${first[0]}${line.slice(second.index + second[0].length)}`
  },
  'another unit': (line) => {
    const swaps: [RegExp, string][] = [
      [/(\d) ?\\?%/, '$1x'],
      [/(\d) (?:percentage )?points\b/, '$1 times'],
      [/(\d) ?(?:times|x|×)(?= )/, '$1%'],
      [/(\d) ?million\b/, '$1 billion'],
      [/(\d) ?ms\b/, '$1 seconds'],
      [/(\d) seconds\b/, '$1 minutes'],
      [/(\d) hours\b/, '$1 days'],
      [/(\d)K\b/, '$1M'],
      [/(\d)B\b(?! )/, '$1M'],
      [/(\d) ?GB\b/, '$1 MB'],
    ]
    const [pattern, to] = swaps.find(([from]) => from.test(line)) ?? []
    return pattern && to ? line.replace(pattern, to) : null
  },
  'another name': (line, { abstract }, random, other) => {
    const foreign = other.abstract.match(name)?.find((found) => !abstract.toLowerCase().includes(found.toLowerCase()))
    return foreign ? replaceOne(line, name, random, () => foreign) : null
  },
  'an invented dataset': (line, _, random) => {
    const set =
      ['MedQuAD', 'GLUE-X', 'OpenBench', 'WikiSQL', 'COCO-Stuff', 'SQuAD', 'LibriSpeech', 'HumanEval+', 'CIFAR-100'][
        Math.floor(random() * 9)
      ] ?? ''
    return `${line.replace(/\.$/, '')} on ${set}.`
  },
  'an invented first': (line, { abstract }) =>
    /first|knowledge|novel|pioneer|never|no (?:prior|previous|existing)/i.test(abstract)
      ? null
      : `${line.replace(/\.$/, '')}, the first method to do so.`,
  'an invented record': (line, { abstract }) =>
    /state|sota|best|record|outperform|surpass|superior|leading|unprecedented|top|unmatched/i.test(abstract)
      ? null
      : `${line.replace(/\.$/, '')}, setting a new state of the art.`,
  'an invented win': (line, { abstract }) =>
    /outperform|surpass|better|superior|improv|higher|exceed|gain|best|faster|state|than|over|compar|reduc|boost|enhanc|beat|lower|increas|fewer|speed/i.test(
      abstract,
    )
      ? null
      : `${line.replace(/\.$/, '')}, outperforming all baselines.`,
  'an invented finding': (_, { abstract }) =>
    /hospital|nurse/i.test(abstract) ? null : 'A trial with nurses in two rural hospitals confirmed lower mortality.',
  'an invented release': (line, { abstract }) =>
    /open|available|releas|public|github|http|share|contribut|provid/i.test(abstract)
      ? null
      : `${line} The code and weights are publicly available.`,
  'a denial': (line) => {
    const changed = line.replace(
      /\b(improves|achieves|outperforms|reduces|requires|enables|uses|captures|generalizes|introduces|supports|scales)\b/,
      (verb) => `does not ${verb.replace(/s$/, '').replace(/iev$/, 'ieve')}`,
    )
    if (changed !== line) return changed
    return line.replace(/\b(can|is|are|will)\b(?! not|not)/, '$1 not')
  },
  'a denial lost': (line) => {
    const changed = line
      .replace(/\b(?:does not|do not|did not) (\w+)/, '$1')
      .replace(/\bcannot\b/, 'can')
      .replace(/\b(is|are|was|were) not\b/, '$1')
      .replace(/\bwithout (?=requiring|any|using|the need)/, 'by ')
    return changed === line ? null : changed
  },
  'another direction': (line) => {
    const turns: [RegExp, string][] = [
      [/\bimproves\b/, 'worsens'],
      [/\bimproving\b/, 'degrading'],
      [/\bimprove\b/, 'degrade'],
      [/\bimprovements?\b/, 'degradation'],
      [/\breduces\b/, 'increases'],
      [/\breducing\b/, 'increasing'],
      [/\breduce\b/, 'increase'],
      [/\breduction\b/, 'increase'],
      [/\bincreases\b/, 'decreases'],
      [/\bincreasing\b/, 'decreasing'],
      [/\bhigher\b/, 'lower'],
      [/\blower\b/, 'higher'],
      [/\bfaster\b/, 'slower'],
      [/\bfewer\b/, 'more'],
      [/\benhances\b/, 'degrades'],
      [/\benhancing\b/, 'weakening'],
    ]
    const [pattern, to] = turns.find(([from]) => from.test(line)) ?? []
    return pattern && to ? line.replace(pattern, to) : null
  },
  'sides swapped': (line) => {
    const found =
      /^(.*?\b)((?:[A-Z][\w-]+)|(?:[Oo]ur (?:\w+ )?(?:method|model|approach|framework)))( (?:significantly |consistently |substantially )?(?:outperforms|surpasses|exceeds|improves over|beats) )((?:[\w-]+ ){0,3}(?:methods|models|baselines|approaches|[A-Z][\w-]+))(.*)$/.exec(
        line,
      )
    return found ? `${found[1]}${capital(found[4] ?? '')}${found[3]}${found[2]}${found[5]}` : null
  },
}

const added = (line: string, what: string) => `${line.replace(/\.$/, '')}${what}.`

const unseenFabrications: Record<string, Change> = {
  'ten times as much': (line, { abstract }, random) =>
    replaceOne(line, figure, random, (found) => {
      const next = found.includes('.') ? String(Number(found) * 10).replace(/\.0$/, '') : `${found}0`
      return abstract.includes(next) ? null : next
    }),
  'a number added': (line, { abstract }) => (abstract.includes('12.3') ? null : added(line, ', a gain of 12.3 points')),
  'a bound turned': (line) => {
    const turned = line
      .replace(/\b[Uu]p to (?=[$\d])/, 'at least ')
      .replace(/\b(?:[Oo]ver|[Mm]ore than) (?=[$\d])/, 'less than ')
    return turned === line ? null : turned
  },
  'another version of a model': (line, { abstract }, random) =>
    replaceOne(line, /\b[A-Z][A-Za-z]+-?\d+(?:\.\d+)?(?:-\d+B)?\b/g, random, (found) => {
      const next = found.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + 3))
      return abstract.includes(next) ? null : next
    }),
  'two names swapped': (line) => {
    const [first, second] = [...line.matchAll(/\b[A-Z][\w-]*[A-Z\d][\w-]*\b/g)]
    const comparison = /\b(?:outperforms?|surpass\w*|exceeds?|beats?|compared (?:to|with)|over|than)\b/
    if (!first || !second || first[0] === second[0]) return null
    if (!comparison.test(line.slice(first.index, second.index))) return null
    return `${line.slice(0, first.index)}${second[0]}${line.slice(first.index + first[0].length, second.index)}${first[0]}${line.slice(second.index + second[0].length)}`
  },
  'rivals added': (line, { abstract }) =>
    /claude|gemini/i.test(abstract) ? null : added(line, ', ahead of Claude and Gemini'),
  'languages added': (line, { abstract }) =>
    /swahili|hindi/i.test(abstract) ? null : added(line, ', for Swahili and Hindi alike'),
  'a test of significance added': (line, { abstract }) =>
    /signific|statist|p ?</i.test(abstract) ? null : added(line, ', with statistical significance'),
  'a deployment added': (line, { abstract }) =>
    /deploy|production|industr|online|serv|adopt|users|commerc/i.test(abstract)
      ? null
      : added(line, ', and is deployed in production'),
  'a prize added': (line, { abstract }) =>
    /award|prize|won|winn|place|rank|accept/i.test(abstract) ? null : added(line, ', which won a best paper award'),
}

const paraphrases: Record<string, Change> = {
  unchanged: (line) => `${line} `,
  'numbers in words': (line, _, random) =>
    replaceOne(
      line,
      /(?<![\w.,-])[2-9](?![\w.,%-]|\s?%)/g,
      random,
      (found) => ['', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][Number(found)] ?? null,
    ),
  'words in numbers': (line, _, random) =>
    replaceOne(line, /\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/g, random, (found) =>
      String(['', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].indexOf(found)),
    ),
  'percent in words': (line) => (/\d\\?%/.test(line) ? line.replace(/(\d)\\?%/g, '$1 percent') : null),
  'thousands in k': (line) => (/\b\d+,000\b/.test(line) ? line.replace(/\b(\d+),000\b/g, '$1k') : null),
  'thousands in digits': (line) => (/\b\d+[kK]\b/.test(line) ? line.replace(/\b(\d+)[kK]\b/g, '$1,000') : null),
  'third person': (line) => {
    const changed = line
      .replace(
        /^We (propose|introduce|present|show|demonstrate|study|investigate|explore|find)\b/,
        (_, verb: string) => `The authors ${verb}`,
      )
      .replace(/\bour\b/g, 'their')
      .replace(/^Our\b/, 'The')
    return changed === line ? null : changed
  },
  'noun phrase': (line) => {
    const found = /^We (?:propose|introduce|present) (an? .*)$/.exec(line)
    return found ? capital(found[1] ?? '') : null
  },
  'other verbs': (line) => {
    const verbs: [RegExp, string][] = [
      [/\bpropose\b/, 'present'],
      [/\bintroduce\b/, 'propose'],
      [/\boutperforms\b/, 'surpasses'],
      [/\bsurpasses\b/, 'outperforms'],
      [/\bimproves\b/, 'enhances'],
      [/\benhances\b/, 'improves'],
      [/\bdemonstrate that\b/, 'show that'],
      [/\breduces\b/, 'lowers'],
      [/\bleverages\b/, 'uses'],
      [/\butilizes\b/, 'uses'],
      [/\bsignificantly\b/, 'considerably'],
      [/\bnovel\b/, 'new'],
    ]
    const [pattern, to] = verbs.find(([from]) => from.test(line)) ?? []
    return pattern && to ? line.replace(pattern, to) : null
  },
  'an adverb less': (line) => {
    const changed = line.replace(
      /\b(?:significantly|effectively|substantially|consistently|efficiently|novel|extensive|comprehensive) /i,
      '',
    )
    return changed === line ? null : capital(changed)
  },
  'a passive': (line) => {
    const found = /^We (propose|introduce|present) ([^,.]+?)(,.*|\.)$/.exec(line)
    return found ? `${capital(found[2] ?? '')} is ${found[1]?.replace(/e$/, '')}ed${found[3]}` : null
  },
  'an acronym': (line, { abstract }) => {
    const found = /\b((?:[A-Z][\w-]+ ){1,4}[A-Z][\w-]+) \(([A-Z]{2,6})s?\)/.exec(abstract)
    if (!found?.[1] || !found[2]) return null
    return line.includes(`${found[1]} (`) ? line.replace(/ \([A-Z]{2,6}s?\)/, '') : line.replaceAll(found[1], found[2])
  },
}

const after = (line: string, { 0: text, index }: RegExpExecArray | RegExpMatchArray) =>
  line.slice((index ?? 0) + text.length, (index ?? 0) + text.length + 7)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function replaceOne(
  line: string,
  pattern: RegExp,
  random: Random,
  change: (found: string) => string | null,
): string | null {
  const found = [...line.matchAll(pattern)]
  const chosen = found[Math.floor(random() * found.length)]
  const to = chosen ? change(chosen[0]) : null
  return chosen && to !== null
    ? `${line.slice(0, chosen.index)}${to}${line.slice(chosen.index + chosen[0].length)}`
    : null
}
