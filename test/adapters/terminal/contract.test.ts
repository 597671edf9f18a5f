import { PassThrough } from 'node:stream'
import { describe } from 'vitest'
import { createTerminalAdapter, TERMINAL_CHANNEL } from '../../../adapters/terminal/index.ts'
import { adapterContract } from '../../contracts/adapter.ts'

describe('the terminal', () => {
  adapterContract(async () => {
    const [input, output] = [new PassThrough(), new PassThrough()]
    let printed = ''
    output.on('data', (chunk) => {
      printed += chunk
    })
    return {
      adapter: createTerminalAdapter({ input, output, quiet: false, leave() {} }),
      channel: TERMINAL_CHANNEL,
      shown: () => [printed],
      rung: null,
      handles: {
        commands: {
          async ask(text) {
            const before = printed.length
            input.write(`/papers ${text}\n`)
            while (printed.length === before) await new Promise((resolve) => setTimeout(resolve, 1))
            return printed.slice(before)
          },
          isPublic: null,
        },
      },
      async close() {},
    }
  })
})
