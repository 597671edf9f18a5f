import { expect, it } from 'vitest'
import { checkLines, summarizeLines } from '../../src/cli/summarize.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { abstracts } from '../fixtures/abstracts.ts'

async function* linesOf(...rows: unknown[]): AsyncGenerator<string> {
  for (const row of rows) yield typeof row === 'string' ? row : JSON.stringify(row)
}

function sheet() {
  const written: string[] = []
  return { written, write: (line: string) => void written.push(line) }
}

const work = { summarize: createExtractive(), form: 'tldr', signal: new AbortController().signal } as const

it('writes one line for each paper and names the bad ones', async () => {
  const [out, complaints] = [sheet(), sheet()]
  const rows = linesOf({ id: 'a', ...abstracts.tidemark }, '{', { id: 'b', abstract: abstracts.harbor.abstract })
  await summarizeLines(rows, work, out.write, complaints.write)
  expect(out.written.map((line) => JSON.parse(line))).toEqual([
    { id: 'a', summary: expect.stringContaining('Tidemark'), by: 'extract' },
    { id: 'b', summary: expect.stringContaining('Harbor'), by: 'extract' },
  ])
  expect(complaints.written).toEqual(['line 2 was left out: it is not JSON'])
})

it('tells a faithful summary from one that is not', async () => {
  const out = sheet()
  const { abstract } = abstracts.tidemark
  const rows = linesOf(
    { id: 'a', abstract, summary: 'Tidemark improves recall by 7.4 points.' },
    { id: 'b', abstract, summary: 'Tidemark improves recall by 8.4 points.' },
  )
  await checkLines(rows, out.write, () => {})
  expect(out.written.map((line) => JSON.parse(line))).toEqual([
    { id: 'a', ok: true, objections: [] },
    { id: 'b', ok: false, objections: ['The abstract does not hold the number 8.4.'] },
  ])
})
