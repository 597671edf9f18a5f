import { type Change, capital, replaceOne, turned } from './change.ts'

/** The same in other words. */
export const paraphrases: Record<string, Change> = {
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
  'about as much': (line) => {
    const [found, value] = /\b(\d\d\.\d)\s?\\?%/.exec(line) ?? []
    return found && !Number.isInteger(Number(value)) ? line.replace(found, `about ${Math.round(Number(value))}%`) : null
  },
  'no hyphens': (line) => changed(line, line.replace(/(\p{L})-(\p{L})/gu, '$1 $2')),
  'British spelling': turned([
    [/\b(\w+)ization\b/, '$1isation'],
    [/\b(\w+)izes\b/, '$1ises'],
    [/\bmodeling\b/, 'modelling'],
    [/\bbehavior/, 'behaviour'],
  ]),
  'spelt out': turned([
    [/\bLLMs\b/, 'large language models'],
    [/\bVLMs\b/, 'vision-language models'],
    [/\bRL\b/, 'reinforcement learning'],
    [/\bMoE\b/, 'mixture of experts'],
    [/\b3D\b/, 'three-dimensional'],
  ]),
  shortened: turned([
    [/\b[Ll]arge [Ll]anguage [Mm]odels(?: \(LLMs\))?/, 'LLMs'],
    [/\breinforcement learning(?: \(RL\))?/i, 'RL'],
    [/\bstate-of-the-art\b/, 'SOTA'],
  ]),
  'other words': (line) => {
    const turns: [RegExp, string][] = [
      [/\buses\b/, 'employs'],
      [/\bdatasets\b/, 'corpora'],
      [/\bmethod\b/, 'technique'],
      [/\bmany\b/, 'numerous'],
      [/\benables\b/, 'lets'],
      [/\bachieves\b/, 'reaches'],
      [/\bframework\b/, 'system'],
      [/\bgenerate\b/, 'produce'],
      [/\brequires\b/, 'needs'],
      [/\bcapabilities\b/, 'abilities'],
    ]
    return changed(
      line,
      turns.reduce((text, [from, to]) => text.replace(from, to), line),
    )
  },
  'clauses in another order': (line) => {
    const [, first = '', second = ''] = /^([A-Z][^,]{10,80}), ((?:we|our|[A-Z])[^,]*)\.$/.exec(line) ?? []
    return first ? `${capital(second)}, ${first.charAt(0).toLowerCase()}${first.slice(1)}.` : null
  },
  singular: (line) => changed(line, line.replace(/\b(model|method|task|benchmark|dataset|agent)s\b/g, '$1')),
  'ranges in words': (line) => changed(line, line.replace(/(\d)[-–](\d+(?:\.\d+)?)\\?%/g, '$1% to $2%')),
  'the first clause': (line) => {
    const found = /^(.{50,}?), (?:which|while|enabling|where|outperforming)\b/.exec(line)?.[1]
    return found ? `${found}.` : null
  },
}

const changed = (line: string, to: string) => (to === line ? null : to)
