import { setTimeout as sleep } from 'node:timers/promises'

const slowness = Number(process.env.SLOWNESS ?? 2)
const EVERY_MS = 10

/**
 * For how long something is waited for that takes so many milliseconds at most on an idle machine. A deadline says that
 * it never happens; how quick something is, is measured by the benches.
 */
export const deadline = (milliseconds: number): number => Math.round(milliseconds * slowness)

/** Waits until something has happened; `said` is what a failure tells beside. */
export async function until(
  happened: () => boolean | Promise<boolean>,
  { milliseconds = 15_000, said = () => '' }: { milliseconds?: number; said?: () => string } = {},
): Promise<void> {
  const last = Date.now() + deadline(milliseconds)
  while (!(await happened())) {
    if (Date.now() > last) throw new Error(`It did not happen. ${said()}`)
    await sleep(EVERY_MS)
  }
}
