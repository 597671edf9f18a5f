import { readFileSync } from 'node:fs'
import type { Running } from '../program/run.ts'

/** One speed with its bar. `run` measures and answers with the number in words; null when it cannot be measured here, with the reason. */
export type Bench = {
  what: string
  bar: string
  run(): Promise<{ measured: string; met: boolean } | { skipped: string }>
}

/** Folder of recorded data, for benchmarks that want real input. */
export const corpus: string | undefined = process.env.CORPUS

/** Milliseconds: the middle of several runs, since the machine is noisy. */
export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** What a running program holds of the machine's memory. */
export function residentMegabytes({ child }: Pick<Running, 'child'>): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000)
}
