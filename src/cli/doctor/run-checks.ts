import { describeError } from '../../core/error-words.ts'
import { broken, type Finding } from '../../core/finding.ts'

/** One thing that is asked. */
export type Check = {
  /** What it is about, in a word or two. */
  subject: string
  run(signal: AbortSignal): Promise<Finding[]> | Finding[]
  deadlineS?: number
}

export type Line = Finding & { subject: string }

const DEADLINE_S = 25

/** Asks side by side; the lines keep the order of the checks. */
export const runChecks = async (checks: Check[], signal: AbortSignal): Promise<Line[]> =>
  (await Promise.all(checks.map((check) => runCheck(check, signal)))).flat()

/** A check that throws, or does not end, is a line of its own. */
async function runCheck({ subject, run, deadlineS = DEADLINE_S }: Check, signal: AbortSignal): Promise<Line[]> {
  const deadline = AbortSignal.timeout(deadlineS * 1_000)
  const late = new Promise<Finding[]>((resolve) => {
    const what = `${subject}: no answer within ${deadlineS} s.`
    deadline.addEventListener('abort', () => resolve([broken(what, 'Can this machine reach it? Ask again.')]))
  })
  const asked = Promise.resolve().then(() => run(AbortSignal.any([signal, deadline])))
  const answered = asked.catch((error: unknown) => [broken(`${subject}: ${describeError(error)}.`)])
  return (await Promise.race([answered, late])).map((finding) => ({ subject, ...finding }))
}
