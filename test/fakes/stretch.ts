/** Milliseconds of this thread alone: what else the machine does takes none of it. */
function cpuTime(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/**
 * Does a piece of work and tells how long nobody else had a turn at a stretch, in milliseconds of CPU time, and the share
 * of the whole that this is: a busy machine makes both longer, and leaves the share.
 */
export async function longestStretch<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ result: Result; longest: number; share: number }> {
  let [longest, isOver] = [0, false]
  const start = cpuTime()
  const note = () => {
    longest = Math.max(longest, cpuTime() - since)
    if (!isOver) setImmediate(note)
    since = cpuTime()
  }
  setImmediate(note)
  let since = cpuTime()
  const result = await work()
  isOver = true
  note()
  return { result, longest, share: longest / (cpuTime() - start) }
}
