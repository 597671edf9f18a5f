import { added, type Change, capital, figure, replaceOne, turned } from './change.ts'

/** Faults that grounding was made to find. */
export const tunedFaults: Record<string, Change> = {
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
  'two names swapped': (line) => {
    const [first, second] = [...line.matchAll(/\b[A-Z][\w-]*[A-Z\d][\w-]*\b/g)]
    const comparison = /\b(?:outperforms?|surpass\w*|exceeds?|beats?|compared (?:to|with)|over|than)\b/
    if (!first || !second || first[0] === second[0]) return null
    if (!comparison.test(line.slice(first.index, second.index))) return null
    return `${line.slice(0, first.index)}${second[0]}${line.slice(first.index + first[0].length, second.index)}${first[0]}${line.slice(second.index + second[0].length)}`
  },
  'another number word': (line, { abstract }, random) =>
    replaceOne(line, /\b(?:two|three|four|five|six|seven|eight|nine|ten)\b/g, random, (found) => {
      const next = numberWords.find(
        (word, i) => word !== found && !abstract.includes(word) && !abstract.includes(String(i + 2)),
      )
      return next ?? null
    }),
  'another language': (line, { abstract }) =>
    swapped(line, abstract, ['English', 'Chinese', 'German', 'French', 'Japanese', 'Hindi', 'Finnish']),
  'another known dataset': (line, { abstract }) =>
    swapped(line, abstract, ['ImageNet', 'GSM8K', 'MMLU', 'HumanEval', 'SWE-bench', 'LibriSpeech', 'CIFAR-10', 'AIME']),
  'another modality': (line, { abstract }) => swapped(line, abstract, ['image', 'video', 'speech', 'audio', 'music']),
  'another technique': turned([
    [/\breinforcement learning\b/i, 'supervised learning'],
    [/\bdiffusion\b/, 'autoregressive'],
    [/\bautoregressive\b/, 'diffusion'],
    [/\bunsupervised\b/, 'supervised'],
    [/\bopen-source\b/, 'closed-source'],
    [/\bonline\b/, 'offline'],
    [/\blocal\b/, 'global'],
  ]),
  'ends of a range swapped': (line) => {
    const changed = line.replace(/from (\d[\d.]*%?) to (\d[\d.]*%?)/, 'from $2 to $1')
    return changed === line ? null : changed
  },
  certainty: (line, { abstract }) =>
    /always|every|all\b|guarant/i.test(abstract)
      ? null
      : turned([
          [/\bcan\b/, 'always'],
          [/\bmay\b/, 'always'],
          [/\boften\b/, 'always'],
        ])(line),
  'an institution': (line, { abstract }) =>
    /stanford/i.test(abstract) ? null : added(line, ', developed at Stanford'),
  'a speed-up': (line, { abstract }, random) =>
    /twice|double|2x|times|fold/i.test(abstract)
      ? null
      : added(
          line,
          [' while being twice as fast', ' at half the cost', ' with a threefold speed-up'][Math.floor(random() * 3)] ??
            '',
        ),
  'a human study': (line, { abstract }) =>
    /human|user|people|participants|annotat|expert|subject/i.test(abstract)
      ? null
      : added(line, ', as confirmed by 30 human annotators'),
  'a superlative': (line, { abstract }, random) =>
    /largest|biggest|most|best|great/i.test(abstract)
      ? null
      : added(
          line,
          [', the largest of its kind', ', the most accurate model to date', ', the best result so far'][
            Math.floor(random() * 3)
          ] ?? '',
        ),
  'worse than': turned([
    [/\boutperforms\b/, 'underperforms'],
    [/\bsurpasses\b/, 'falls short of'],
    [/\bsuperior to\b/, 'inferior to'],
    [/\bbetter than\b/, 'worse than'],
  ]),
  'a failure': turned([
    [/\bachieves\b/, 'fails to achieve'],
    [/\bimproves\b/, 'fails to improve'],
    [/\benables\b/, 'prevents'],
    [/\ballows\b/, 'prevents'],
    [/\bwith\b/, 'without'],
  ]),
  'a decimal point lost': (line, { abstract }) => {
    const found = /\b\d+\.\d+/.exec(line)?.[0]
    const next = found?.replace('.', '')
    return found && next && !abstract.includes(next) ? line.replace(found, next) : null
  },
  'another metric': turned([
    [/\baccuracy\b/, 'latency'],
    [/\blatency\b/, 'accuracy'],
    [/\bmemory\b/, 'perplexity'],
    [/\brecall\b/, 'perplexity'],
  ]),
  'another machine': turned([
    [/\bGPUs?\b/, 'FPGA'],
    [/\bCPUs?\b/, 'TPU'],
  ]),
}

const name = /(?<=[a-z,] )[A-Z][A-Za-z]*[A-Z0-9][\w-]*/g
const numberWords = 'two three four five six seven eight nine ten'.split(' ')

/** One of the words for another that the abstract does not have. */
function swapped(line: string, abstract: string, words: string[]): string | null {
  const found = words.find((word) => new RegExp(`\\b${word}`).test(line))
  const other = words.find((word) => !new RegExp(word, 'i').test(abstract))
  return found && other ? line.replace(new RegExp(`\\b${found}`, 'g'), other) : null
}

const after = (line: string, { 0: text, index }: RegExpExecArray | RegExpMatchArray) =>
  line.slice((index ?? 0) + text.length, (index ?? 0) + text.length + 7)
