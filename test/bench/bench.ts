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

/** A figure with its neighbour of the same run, since machines differ: `12 ms, an empty Node 4: 3.0 ×`. */
export const beside = (milliseconds: number, neighbour: string, plain: number): string =>
  `${figure(milliseconds)} ms, ${neighbour} ${figure(plain)}: ${(milliseconds / plain).toFixed(1)} ×`

const figure = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 1 : 0)

/** Milliseconds, the middle of `rounds`. */
export async function timed(rounds: number, work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return median(times)
}

/** Of a hundred, the one that took longest but one. */
export const p99 = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN

/** What a running program holds of the machine's memory. */
export function residentMegabytes({ child }: Pick<Running, 'child'>): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1000)
}
