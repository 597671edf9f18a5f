import { hostname } from 'node:os'
import type { Store } from '../store/open.ts'
import { endLeases, leaseOwners } from '../store/owners.ts'

/** This process, told apart from one that had its number before. */
export const processOwner = `${hostname()}:${process.pid}:${Date.now()}`

/**
 * What processes of this machine were sending when they died is looked for at once; a lease from elsewhere has to run out. Two containers
 * may believe they are one machine: then a live one is looked for too soon, and the two looks apart still outlast its attempt.
 */
export async function endDeadLeases(store: Store, now: number): Promise<void> {
  const dead = (await leaseOwners(store.db)).filter((owner) => owner !== processOwner && isDead(owner))
  await endLeases(store, dead, now)
}

function isDead(owner: string): boolean {
  const { host, pid } = /^(?<host>.*):(?<pid>\d+):\d+$/.exec(owner)?.groups ?? {}
  if (host !== hostname()) return false
  // A container starts its program under the same number each time.
  return Number(pid) === process.pid || !isRunning(Number(pid))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
