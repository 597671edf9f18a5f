import type { HealthIssue } from './health-issue.ts'

/** A part's failure, or a lost connection, may be over the next minute. */
const SETTLED_MS = 5 * 60_000
/** People hear of these by what they cost: late messages. */
const QUIET = ['platform:send:', 'platform:votes:']

/** Keeps the issues that are worth an alert by now. */
export function createSettled(): (issues: HealthIssue[], now: number) => HealthIssue[] {
  let seen = new Map<string, number>()
  return (issues, now) => {
    seen = new Map(issues.map(({ cause }) => [cause, seen.get(cause) ?? now]))
    return issues.filter(({ about, cause, since }) => {
      if (QUIET.some((prefix) => cause.startsWith(prefix))) return false
      // One that could not be started is not told of as unconnected, too.
      if (seen.has(`platform:start:${cause.replace('platform:', '')}`)) return false
      const began = since ?? (about === 'platform' ? seen.get(cause) : undefined)
      return began === undefined || now - began >= SETTLED_MS
    })
  }
}
