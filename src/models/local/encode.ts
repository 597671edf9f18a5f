// A process of its own that gives texts vectors: started with an `EncoderSetup` in JSON, it answers each message, a
// text, in turn.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { pathToFileURL } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import type * as OnnxRuntime from 'onnxruntime-web/wasm'
import type { Weights } from './weights.ts'

/** Word pieces of a text that count. Title and abstract have 300 on average, which would take a fifth longer. */
const LONGEST = 256

/** A file on this machine, and the checksum that it must have. */
type CheckedFile = { place: string; sha256: string }

/** What encodes: the two files of the model, and the two of ONNX Runtime. */
export type EncoderSetup = Record<'model' | 'tokenizer' | 'script' | 'binary', CheckedFile> & Pick<Weights, 'pooling'>

/** `refused`: this text has no vector; `problem`: none has. */
export type EncoderAnswer = { vector: Float32Array } | { refused: string } | { problem: string }

const setup: EncoderSetup = JSON.parse(process.argv[2] ?? '')

// Where memory ends this process does before the bot.
try {
  writeFileSync('/proc/self/oom_score_adj', '1000')
} catch {
  // Only Linux has that.
}
process.on('disconnect', () => process.exit())
// The bot ends first, and with it this process.
process.on('SIGINT', () => {})

const encode = await openEncoder().catch(end)
// Whatever else there is to do comes first from here on; the lowest priority may wait for minutes on a busy machine.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
process.on('message', (text: string) => {
  encode(text).then(
    (vector) => send({ vector }),
    (error: unknown) => send({ refused: wordsOf(error) }),
  )
})

async function openEncoder(): Promise<(text: string) => Promise<Float32Array>> {
  const tokenizer = new Tokenizer(JSON.parse(read(setup.tokenizer).toString()), {})
  read(setup.script)
  const runtime: typeof OnnxRuntime = await import(pathToFileURL(setup.script.place).href)
  const { env, InferenceSession, Tensor } = runtime
  env.wasm.numThreads = 1
  env.wasm.wasmBinary = read(setup.binary)
  // Without its own pools of memory it holds 40 MB less, and is no slower.
  const session = await InferenceSession.create(read(setup.model), {
    executionProviders: ['wasm'],
    enableCpuMemArena: false,
    enableMemPattern: false,
  })
  return async (text) => {
    const { ids } = tokenizer.encode(text)
    // The last token closes the text.
    const kept = ids.length > LONGEST ? [...ids.slice(0, LONGEST - 1), ids.at(-1) ?? 0] : ids
    const filled = (value: bigint) => new Tensor('int64', new BigInt64Array(kept.length).fill(value), [1, kept.length])
    const { last_hidden_state: state } = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(kept, BigInt), [1, kept.length]),
      attention_mask: filled(1n),
      token_type_ids: filled(0n),
    })
    const states = state?.data as Float32Array
    return setup.pooling === 'cls' ? states.slice(0, states.length / kept.length) : averageOf(states, kept.length)
  }
}

/** The mean over the tokens. */
function averageOf(states: Float32Array, tokens: number): Float32Array {
  const dimensions = states.length / tokens
  const mean = new Float32Array(dimensions)
  for (const [index, value] of states.entries()) {
    const at = index % dimensions
    mean[at] = (mean[at] ?? 0) + value / tokens
  }
  return mean
}

/** Looked at each time: somebody may have put another file there. */
function read({ place, sha256 }: CheckedFile): Buffer {
  const content = readFileSync(place)
  if (createHash('sha256').update(content).digest('hex') === sha256) return content
  throw new Error(`${place} is not the file that it should be: delete it, and the right one is fetched`)
}

function send(answer: EncoderAnswer): void {
  process.send?.(answer)
}

/** The bot ends this process once it has heard why. */
function end(error: unknown): Promise<never> {
  send({ problem: wordsOf(error) })
  return new Promise(() => {})
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
