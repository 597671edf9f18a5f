import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { heavyWork } from '../../state/heavy-work.ts'
import { TextsRefusedError } from '../embed.ts'
import { ModelServerError } from '../server.ts'
import type { EncoderAnswer, EncoderSetup } from './encode.ts'

const SCRIPT = fileURLToPath(new URL('encode.ts', import.meta.url))
/**
 * V8 compiles hot functions of WebAssembly once more. For the inner loops that halves the time; what comes after them
 * takes 200 MB to gain a tenth. With this budget that is with about text 1,700, and no process is asked as many.
 */
const FLAGS = ['--wasm-tiering-budget=2000000000', '--max-semi-space-size=1']
const MOST_TEXTS = 1_000
const IDLE_MS = 120_000
/** A text takes 0.3 s, starting 1 to 3 s; beside other work, which comes first, several times as long. */
const SILENCE_MS = 60_000

type Waiting = { text: string; signal: AbortSignal; end: PromiseWithResolvers<Float32Array> }

/**
 * Encodes in a process of its own, which starts with the first text and ends when there are none for a while. In place
 * of a thread, since what a thread held stays with the bot when it ends (75 to 230 MB).
 */
export function createEncoder(setup: EncoderSetup, idleMs = IDLE_MS) {
  const parameters = [JSON.stringify(setup)]
  const waiting: Waiting[] = []
  let asked: Waiting | null = null
  let child: ChildProcess | null = null
  let encoded = 0
  let timer: NodeJS.Timeout | undefined

  function start(): ChildProcess {
    encoded = 0
    // Not the bot's settings, which have secrets among them. One arena of memory holds less than several.
    const env = { SystemRoot: process.env.SystemRoot, MALLOC_ARENA_MAX: '1' }
    const fresh = fork(SCRIPT, parameters, { env, execArgv: FLAGS, serialization: 'advanced', stdio: 'ignore' })
    fresh.on('message', (answer: EncoderAnswer) => {
      if ('problem' in answer) {
        leave(fresh, answer.problem)
        return void fresh.kill()
      }
      if ('vector' in answer) asked?.end.resolve(answer.vector)
      else asked?.end.reject(new TextsRefusedError(0, { cause: new Error(answer.refused) }))
      askNext()
    })
    fresh.on('error', (error) => leave(fresh, error.message))
    fresh.on('exit', (code, signal) => leave(fresh, `it ended by itself (${signal ?? code})`))
    return fresh
  }

  function leave(ended: ChildProcess, problem: string): void {
    if (child !== ended) return
    clearTimeout(timer)
    const left = [asked, ...waiting.splice(0)]
    child = asked = null
    for (const one of left) one?.end.reject(new ModelServerError(`the model does not run here: ${problem}`, null))
  }

  function askNext(): void {
    clearTimeout(timer)
    for (asked = waiting.shift() ?? null; asked?.signal.aborted; asked = waiting.shift() ?? null)
      asked.end.reject(new ModelServerError('the model took too long', null, { cause: asked.signal.reason }))
    if (asked) {
      const { text, end } = asked
      void heavyWork(async () => {
        // It may have been given up meanwhile.
        if (asked?.end !== end) return
        if (encoded === MOST_TEXTS) {
          child?.kill('SIGKILL')
          child = null
        }
        child ??= start()
        encoded += 1
        child.ref()
        child.channel?.ref()
        child.send(text)
        await end.promise.catch(() => {})
      })
    } else {
      // A process that has nothing to do keeps no program alive.
      child?.unref()
      child?.channel?.unref()
    }
    timer = setTimeout(() => child?.kill('SIGKILL'), asked ? SILENCE_MS : idleMs)
    if (!asked) timer.unref()
  }

  return {
    /** A vector for each text. One text comes first: somebody waits for a question, and nobody for papers. */
    embed(texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
      const more = texts.map((text): Waiting => ({ text, signal, end: Promise.withResolvers() }))
      if (more.length === 1) waiting.unshift(...more)
      else waiting.push(...more)
      if (asked === null) askNext()
      return Promise.all(more.map(({ end }) => end.promise))
    },
    close: () => child?.kill(),
  }
}
