import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanText } from '../../src/sources/text/text.ts'
import { checkGrounding } from '../../src/summaries/grounding/grounding.ts'

type Claim = { abstract: string; claim: string; kind?: string }
type Judged = { title: string; abstract: string; summary: string; faithful: boolean }
type HfItem = { paper: { id: string; title: string; summary: string; ai_summary?: string } }
type Write = (what: string, measured: string, bar?: string) => void

const isRefused = (summary: string, abstract: string, title = '') =>
  checkGrounding(summary.split('\n'), { title: cleanText(title), abstract: cleanText(abstract) }).objections.length > 0

/**
 * What the check of summaries finds among fabrications and faithful paraphrases. The two hundred, by somebody who had not
 * seen the check, the sixty before them and the hundred and twenty after have all been read since, and what went wrong
 * was mended by its cause. The 136, all of the kinds that are hard, are by who wrote the rules, in three turns, each
 * looked at before its faults were read and mended: at first sight 50 % were caught, and 10 % of the paraphrases refused.
 */
export function measureChecks(corpus: string | undefined, write: Write): void {
  const sets = [
    ['by others, two hundred', readPair('200', '200')],
    ['our own sixty', readPair('60', '60')],
    ['by others, written later', readPair('120', '120')],
    ['our own, hard kinds', readPair('136', '99')],
  ] as const
  for (const [name, [fabrications, paraphrases]] of sets) writeShares(name, fabrications, paraphrases, write)
  const all = sets.flatMap(([, [fabrications]]) => fabrications)
  for (const [kind, rows] of Map.groupBy(all, (one) => one.kind ?? '')) write(`  ${kind}`, shareRefused(rows), '≥ 60 %')
  if (corpus) measureJudged(corpus, write)
}

const readPair = (fabrications: string, paraphrases: string): [Claim[], Claim[]] => [
  readRows<Claim>(new URL(`faults/fabrications-${fabrications}.jsonl`, import.meta.url)),
  readRows<Claim>(new URL(`faults/paraphrases-${paraphrases}.jsonl`, import.meta.url)),
]

function writeShares(name: string, fabrications: Claim[], paraphrases: Claim[], write: Write): void {
  write(`fabrications caught, ${name}`, shareRefused(fabrications), '≥ 85 %')
  write(`paraphrases refused, ${name}`, shareRefused(paraphrases), '≤ 4 %')
}

function shareRefused(rows: Claim[]): string {
  return share(rows.filter(({ claim, abstract }) => isRefused(claim, abstract)).length, rows.length)
}

const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} % of ${whole}`

/** SciFact's claims, and Hugging Face's summaries: by a model that saw the abstract, and not all of them faithful. */
function measureJudged(corpus: string, write: Write): void {
  const claims = readRows<Judged>(join(corpus, 'scifact/claims.jsonl'))
  const refusedOf = (faithful: boolean) => {
    const own = claims.filter((claim) => claim.faithful === faithful)
    return own.filter(({ summary, abstract, title }) => isRefused(summary, abstract, title)).length / own.length
  }
  const [accepted, refused] = [1 - refusedOf(true), refusedOf(false)]
  write('SciFact: supported accepted, contradicted refused', `${accepted.toFixed(2)}, ${refused.toFixed(2)}`)
  write('SciFact: balanced accuracy', ((accepted + refused) / 2).toFixed(3), '≥ 0.62')
  const folder = join(corpus, 'hf/days')
  if (!existsSync(folder)) return
  const days = readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as HfItem[])
  const papers = [...new Map(days.map(({ paper }) => [paper.id, paper])).values()].filter((paper) => paper.ai_summary)
  const wrong = papers.filter(({ title, summary, ai_summary }) => isRefused(ai_summary ?? '', summary, title))
  write('Hugging Face’s own summaries refused', share(wrong.length, papers.length))
}

const readRows = <Row>(file: string | URL): Row[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
