import { Session } from 'node:inspector/promises'

/**
 * Makes V8 give back what nothing uses, in this thread and in those it started. `gc()` knows its own thread alone and keeps empty pages,
 * and the timer by which an idle thread sees to both has no time in a simulated day.
 */
export async function collectGarbage(): Promise<void> {
  const session = new Session()
  session.connect()
  // A thread that nobody asks keeps no program alive.
  const awake = setInterval(() => {}, 1_000)
  const threads = new Set<string>()
  session.on('NodeWorker.attachedToWorker', ({ params }) => threads.add(params.sessionId))
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' })
  for (const sessionId of threads) {
    const done = new Promise((resolve) => session.once('NodeWorker.receivedMessageFromWorker', resolve))
    await session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
    await done
  }
  await session.post('HeapProfiler.collectGarbage')
  await session.post('NodeWorker.disable')
  session.disconnect()
  clearInterval(awake)
}
