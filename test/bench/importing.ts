import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '../program/run.ts'
import { type Bench, corpus, median } from './bench.ts'

const PAPERS = 4313
const PLAIN = join(import.meta.dirname, 'plain-fts5-process.ts')

export const importing: Bench[] = [
  {
    what: 'import of 4,313 papers, start-up included',
    bar: '≥ 0.4 × a plain FTS5 table',
    async run() {
      if (!corpus) return { skipped: 'needs CORPUS/search/papers.jsonl' }
      const file = join(corpus, 'search/papers.jsonl')
      const [speeds, plain]: [number[], number[]] = [[], []]
      for (let round = 0; round < 3; round++) {
        const started = performance.now()
        await runProgram(['import', file], {
          cwd: mkdtempSync(join(tmpdir(), 'paperboy-')),
        })
        const imported = performance.now()
        const database = join(mkdtempSync(join(tmpdir(), 'paperboy-')), 'plain.db')
        execFileSync(process.execPath, [PLAIN, file, database])
        speeds.push(PAPERS / ((imported - started) / 1000))
        plain.push(PAPERS / ((performance.now() - imported) / 1000))
      }
      const share = median(speeds) / median(plain)
      const rate = (speed: number) => `${Math.round(speed).toLocaleString('en')} papers/s`
      const measured = `${rate(median(speeds))}, plain ${rate(median(plain))}: ${share.toFixed(2)} ×`
      return { measured, met: share >= 0.4 }
    },
  },
]
