import { hostname } from 'node:os'

/** This process, told apart from one that had its number before: who holds a lease. */
export const processOwner = `${hostname()}:${process.pid}:${Date.now()}`

/**
 * Whether the process that held a lease is known to be dead; one on another machine never is. Where containers share
 * a host name, what a live one sends is looked for too soon, but two looks outlast its attempt.
 */
export function isGone(owner: string): boolean {
  if (owner.startsWith(processOwner)) return false
  const { host, pid } = /^(?<host>.*?):(?<pid>\d+):\d+/.exec(owner)?.groups ?? {}
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
