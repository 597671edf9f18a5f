import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanText } from '../../src/sources/text/text.ts'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { median } from './bench.ts'

/** What no line may be, told by its text alone: other words than those by which lines are made. */
const FAULTS: Record<string, RegExp> = {
  'ends with a colon, a question or …': /[:…?]\W*$|\.\.\.$/,
  '“(1)” without “(2)”': /(?:^|\s)\(?(?:1|i|a)\)(?!.*\s\(?(?:2|ii|b)\))/,
  '“(2)” without “(1)”': /^(?!.*\b1\) ).*[;,.] \(?[2-9]\) /,
  'announces several and names one':
    /\b(?:two|three|four) (?:[\w-]+ ){0,2}(?:findings|components|stages|parts|steps): (?!.*(?:[,;]| and )).*$/,
  '“instead of” or “rather than” and a word': /\b(?:instead of|rather than) [\w-]+\.$/i,
  '“whether” and no clause': /\bwhether (?:[\w-]+ ){0,2}[\w-]+\.$/i,
  'compares one thing': /\bcompar(?:e|es|ing) (?:[\w-]+ ){0,2}[\w-]+\.$/i,
  '“both” and one thing': /\bboth\b(?!.*\b(?:and|of|of these)\b)/i,
  'points back at the start':
    /^(?:it|its|they|their|them|these|those|such|this(?! (?:technical )?(?:paper|work|article|study|report|survey|thesis|review|tutorial)\b)|to(?:wards?)? (?:this|that|these)|(?:based|building) on (?:this|these))\b/i,
  'begins with a connecting word':
    /^(?:however|moreover|furthermore|therefore|thus|hence|also|additionally|but|and|yet)\b/i,
  'names what is not there':
    /\b(?:these|this|those|such) (?!paper|work)(?:[\w-]+ )?(?:limitations?|challenges?|issues?|problems?|gaps?)\b/i,
  'a pronoun without its word': /^(?:\S+ ){0,2}(?:organizes|enables|makes|treats|turns|uses) (?:it|them|this)\b/i,
  '“up to” of what': /\b(?:achiev|improv|reduc|reach|yield|gain)\w* (?:by )?up to [\d.]+ ?(?:%|x|×|times|points)?\.$/i,
  'remains of markup': /\\[a-z]+|[~{}$]|\d(?:times|sim|pm)\b|varepsilon|mathcal|textbf|<\/?\w+>|&\w+;/i,
  '“Ours”': /\bOurs\b/,
  'a label of a section':
    /^(?:abstract|background|objectives?|methods?|results?|conclusions?) ?[:.]|^(?:BACKGROUND|OBJECTIVES?|METHODS?|RESULTS?|CONCLUSIONS?|DESIGN|SETTING|PURPOSE) /,
  'over 160 characters': /^.{161}/s,
  'ends in a small word':
    /\b(?:the|an?|of|to|and|or|with|for|by|from|that|which|is|are|as|than|into|via|including|such as)\.$/,
}

type Paper = { title: string; abstract: string }

/** What a line may not be beside its abstract. */
const FAULTS_OF_A_PAPER: Record<string, (lines: string[], paper: Paper) => boolean> = {
  'one side of “A and B”': (lines, { abstract }) =>
    lines.some((line) => {
      const end = line.replace(/\.$/, '').slice(-30)
      const at = abstract.indexOf(end)
      return (
        at >= 0 &&
        /^(?:,)? (?:and|or) (?!(?:we|our|it|they|this|its)\b|[a-z]+(?:s|ed|ing)?\b)/.test(
          abstract.slice(at + end.length),
        )
      )
    }),
  'a bracket or quotation left open': (lines) =>
    lines.some(
      (line) => line.split('(').length > line.split(')').length || line.split('“').length !== line.split('”').length,
    ),
  'no figure, where a whole result of 160 characters has one': (lines, { abstract }) =>
    !lines.some((line) => /\d/.test(line)) &&
    results(abstract).some((one) => one.length <= 160 && !/^(?:it|its|they|this|these)\b/i.test(one)),
  'the same line twice': (lines) => new Set(lines).size < lines.length,
  'no line at all': (lines, { abstract }) => lines.length === 0 && abstract.length > 0,
}

const measured = /\d ?(?:%|×|x\b|points\b)/
const tells = /\b(?:outperform|achiev|improv|surpass|reduc|reach|gain|accuracy|speed)/i
const results = (abstract: string): string[] =>
  abstract.split(/(?<=[.!?]) (?=[A-Z])/).filter((sentence) => measured.test(sentence) && tells.test(sentence))

/** Counts each fault over the lines of all recorded abstracts. */
export function measureFaults(corpus: string, write: (what: string, measured: string, bar?: string) => void): void {
  const papers = readFileSync(join(corpus, 'search/papers.jsonl'), 'utf8').trim().split('\n')
  const shown = papers.map((line) => {
    const { title, abstract } = JSON.parse(line) as Paper
    const paper = { title: cleanText(title), abstract: cleanText(abstract) }
    return { paper, lines: summarizeExtractively({ id: '', ...paper }, 'lines').lines }
  })
  const all = shown.flatMap(({ lines }) => lines)
  write(
    'abstracts with three lines, two, one',
    [3, 2, 1].map((n) => shown.filter(({ lines }) => lines.length === n).length).join(', '),
  )
  write('characters of a line, median', String(median(all.map(({ length }) => length))), '≤ 110')
  const examples = process.argv.includes('--show')
  for (const [name, pattern] of Object.entries(FAULTS)) {
    const found = all.filter((line) => pattern.test(line))
    write(name, String(found.length), '0')
    if (examples) for (const line of found.slice(0, 5)) write(`    ${line}`, '')
  }
  for (const [name, test] of Object.entries(FAULTS_OF_A_PAPER)) {
    const found = shown.filter(({ lines, paper }) => test(lines, paper))
    write(name, String(found.length), '0')
    if (examples)
      for (const { lines, paper } of found.slice(0, 5)) write(`    ${paper.title}: ${lines.join(' | ')}`, '')
  }
}
