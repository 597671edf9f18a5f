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
 * What the check of summaries finds among fabrications and paraphrases that somebody wrote without having seen it. The
 * check was developed on the first of each two of a kind; the second were looked at later, so none is unseen any more.
 */
export function measureChecks(corpus: string | undefined, write: Write): void {
  const fabrications = readRows<Claim>(new URL('faults/fabrications-200.jsonl', import.meta.url))
  const paraphrases = readRows<Claim>(new URL('faults/paraphrases-200.jsonl', import.meta.url))
  const byKind = Map.groupBy(fabrications, ({ kind }) => kind ?? '')
  for (const [half, name] of ['developed on', 'looked at later'].entries()) {
    const ofHalf = <Row>(rows: Row[]) => rows.filter((_, i) => i % 2 === half)
    const kinds = [...byKind].map(([kind, rows]) => ({ kind, rows: ofHalf(rows) }))
    write(`fabrications caught, ${name}`, shareRefused(kinds.flatMap(({ rows }) => rows)), '≥ 85 %')
    for (const { kind, rows } of kinds) write(`  ${kind}`, shareRefused(rows), '≥ 60 %')
    write(`paraphrases refused, ${name}`, shareRefused(ofHalf(paraphrases)), '≤ 4 %')
  }
  if (corpus) measureJudged(corpus, write)
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
