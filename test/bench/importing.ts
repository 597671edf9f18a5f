import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '../program/run.ts'
import { type Bench, corpus, median } from './bench.ts'

const PAPERS = 4313

export const importing: Bench[] = [
  {
    what: 'import of 4,313 papers, start-up included',
    bar: '≥ 3,000 papers/s',
    async run() {
      if (!corpus) return { skipped: 'needs CORPUS/search/papers.jsonl' }
      const speeds: number[] = []
      for (let round = 0; round < 3; round++) {
        const started = performance.now()
        await runProgram(['import', join(corpus, 'search/papers.jsonl')], {
          cwd: mkdtempSync(join(tmpdir(), 'paperboy-')),
        })
        speeds.push(PAPERS / ((performance.now() - started) / 1000))
      }
      const speed = median(speeds)
      return { measured: `${Math.round(speed).toLocaleString('en')} papers/s`, met: speed >= 3000 }
    },
  },
]
