import { createHash } from 'node:crypto'
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
 * What the check of summaries finds among fabrications and faithful paraphrases. Its rules were developed on the half of
 * the two hundred whose hash is even; of the other half only figures were looked at. Who wrote the rules wrote sixty more
 * of each before, and has read what went wrong among them. The hundred and twenty came last, from somebody who knew
 * none of this: then the check was whole. The paraphrases refused among them were mended, the fabrications left alone.
 */
export function measureChecks(corpus: string | undefined, write: Write): void {
  const [fabrications, paraphrases] = readPair('200')
  const [others, otherParaphrases] = readPair('60')
  const [strange, strangeParaphrases] = readPair('120')
  const ofHalf = (rows: Claim[], half: number) => rows.filter(({ claim }) => halfOf(claim) === half)
  writeShares('developed on', ofHalf(fabrications, 0), ofHalf(paraphrases, 0), write)
  writeShares('figures alone', ofHalf(fabrications, 1), ofHalf(paraphrases, 1), write)
  writeShares('our own', others, otherParaphrases, write)
  writeShares('written last', strange, strangeParaphrases, write)
  const all = [...fabrications, ...others, ...strange]
  for (const [kind, rows] of Map.groupBy(all, (one) => one.kind ?? '')) write(`  ${kind}`, shareRefused(rows), '≥ 60 %')
  if (corpus) measureJudged(corpus, write)
}

const readPair = (count: string): [Claim[], Claim[]] => [
  readRows<Claim>(new URL(`faults/fabrications-${count}.jsonl`, import.meta.url)),
  readRows<Claim>(new URL(`faults/paraphrases-${count}.jsonl`, import.meta.url)),
]

const halfOf = (claim: string) => (createHash('sha256').update(claim).digest().at(-1) ?? 0) % 2

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
