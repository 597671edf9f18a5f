import { spawnSync } from 'node:child_process'

/** How long an idle machine takes to start Node, in milliseconds. */
const IDLE_MS = 60
const STARTS = 5

/**
 * How many times as slow as an idle machine this one is just now; at least twice, since the suite itself keeps it busy.
 * Measured once a run, by vitest.config.ts.
 */
export function measureSlowness(): number {
  const took = Array.from({ length: STARTS }, () => {
    const began = performance.now()
    spawnSync(process.execPath, ['--eval', ''])
    return performance.now() - began
  })
  return Math.max(2, ...took.map((ms) => ms / IDLE_MS))
}
