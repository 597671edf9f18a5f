import { Worker } from 'node:worker_threads'
import type { State } from '../../state/state.ts'

const BEAT_MS = 1_000
const [BEATS, LENGTH, STOPPED] = [0, 1, 2]
const HEADER_BYTES = 12
const STEP_BYTES = 100

type WatchdogOptions = {
  /** Whether this process does the ticks. */
  collects: boolean
  /** So long the event loop may stand still, and no step of a tick may end. */
  stuckMs?: number
  asleepMs?: number
}
type Guarded = { shared: SharedArrayBuffer; stuckMs: number }

/** Ends a process that hangs, with 1 and a line on what it did. A thread looks, since nothing else runs meanwhile. */
export function startWatchdog(state: State, { collects, stuckMs = 60_000, asleepMs = 15 * 60_000 }: WatchdogOptions) {
  const shared = new SharedArrayBuffer(HEADER_BYTES + STEP_BYTES)
  const header = new Int32Array(shared, 0, 3)
  const text = new Uint8Array(shared, HEADER_BYTES)
  let doing = ''
  let quietMs = 0
  state.onStep((step) => {
    quietMs = 0
    doing = step ?? ''
    // Shared now: when the loop stands still, it is too late.
    header[LENGTH] = new TextEncoder().encodeInto(doing, text).written
  })
  const beat = setInterval(() => {
    Atomics.add(header, BEATS, 1)
    // Counted in beats: the time that a machine slept does not count.
    quietMs += BEAT_MS
    if (!collects || quietMs < asleepMs) return
    clearInterval(beat)
    const where = doing === '' ? 'and none is under way' : `and “${doing}” is still under way`
    throw new Error(`No step of a tick has ended for ${Math.round(asleepMs / 60_000)} minutes, ${where}.`)
  }, BEAT_MS).unref()
  // As text, in JavaScript: a file of its own would load the compiler of TypeScript into the thread, 12 MB.
  const thread = new Worker(`(${guard})()`, { eval: true, workerData: { shared, stuckMs } satisfies Guarded })
  thread.unref()
  return {
    stop() {
      clearInterval(beat)
      Atomics.store(header, STOPPED, 1)
      Atomics.notify(header, STOPPED)
    },
  }
}

/** All of the thread's code: it runs apart, and sees nothing of this file. */
function guard(): void {
  const { workerData } = process.getBuiltinModule('node:worker_threads')
  const { shared, stuckMs } = workerData as Guarded
  const header = new Int32Array(shared, 0, 3)
  // A debugger may stop the program.
  if (/--inspect/.test(`${process.execArgv} ${process.env.NODE_OPTIONS}`)) return
  let seen = -1
  for (let silences = 0; silences < 12; silences += 1) {
    if (Atomics.wait(header, 2, 0, stuckMs / 12) !== 'timed-out') return
    const beats = Atomics.load(header, 0)
    if (beats !== seen) silences = 0
    seen = beats
  }
  const doing = new TextDecoder().decode(new Uint8Array(shared, 12).slice(0, header[1])) || 'between two ticks'
  const msg = 'the event loop stands still: this process ends, and its supervisor starts it again'
  const line = { level: 'fatal', time: new Date().toISOString(), step: doing, seconds: stuckMs / 1000, msg }
  process.getBuiltinModule('node:fs').writeSync(2, `${JSON.stringify(line)}\n`)
  // This ends JavaScript that never returns. Where native code hangs, only a signal helps.
  const session = new (process.getBuiltinModule('node:inspector').Session)()
  session.connectToMainThread()
  session.post('Runtime.evaluate', { expression: 'process.exit(1)' })
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 3_000)
}
