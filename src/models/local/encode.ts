// A process of its own that gives texts vectors: started with the paths of a model and its tokenizer and their
// checksums, it answers each message, a text, in turn.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { Tokenizer } from '@huggingface/tokenizers'
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm'

/** Model card: longer input is truncated to 256 word pieces. */
const LONGEST = 256

/** `refused`: this text has no vector; `problem`: none has. */
export type EncoderAnswer = { vector: Float32Array } | { refused: string } | { problem: string }

const [model = '', modelHash = '', words = '', wordsHash = ''] = process.argv.slice(2)

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
  const tokenizer = new Tokenizer(JSON.parse(read(words, wordsHash).toString()), {})
  env.wasm.numThreads = 1
  env.wasm.wasmBinary = readFileSync(fileURLToPath(import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm')))
  // Without its own pools of memory it holds 40 MB less, and is no slower.
  const session = await InferenceSession.create(read(model, modelHash), {
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
    return averageOf(state?.data as Float32Array, kept.length)
  }
}

/** The mean over the tokens, as the model was trained. */
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
function read(file: string, hash: string): Buffer {
  const content = readFileSync(file)
  if (createHash('sha256').update(content).digest('hex') === hash) return content
  throw new Error(`${file} is not the file that it should be: delete it, and the right one is fetched`)
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
