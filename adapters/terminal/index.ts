import { createInterface, type Interface } from 'node:readline'
import type { ChannelId, ChatAdapter, ChatHandlers, PersonId } from '../../src/core/chat.ts'
import type { Message } from '../../src/core/message.ts'
import { formText } from '../shared/cards.ts'
import { apology } from '../shared/errors.ts'
import { renderMessage } from './render.ts'

export const TERMINAL_CHANNEL: ChannelId = 'terminal:local'
const YOU: PersonId = 'terminal:you'
const PROMPT = '› '

export type TerminalConfig = {
  /** Lines typed; null takes none. */
  input: (NodeJS.ReadableStream & { isTTY?: boolean }) | null
  output: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  /** False prints nothing: stdout is for a verb's own output. */
  quiet: boolean
}

/**
 * The terminal as a chat platform: posts are printed, `/papers …` lines are commands. The end of the input closes the
 * prompt alone.
 */
export function createTerminalAdapter({
  input,
  output,
  quiet,
}: TerminalConfig): ChatAdapter & { print(message: Message): void } {
  let prompt: Interface | null = null
  let printed = 0
  /** Where the last answer goes on, for an empty line. */
  let more: string | null = null
  const interactive = input?.isTTY === true && output.isTTY === true

  function print(message: Message): void {
    if (quiet) return
    const width = Math.min(Math.max(output.columns ?? 100, 40), 120)
    const color = output.isTTY === true && !process.env.NO_COLOR
    if (interactive && prompt) output.write('\r\u001b[K')
    output.write(`${renderMessage(message, { width, color })}\n\n`)
    if (interactive) prompt?.prompt(true)
  }

  async function answer(line: string, handlers: ChatHandlers): Promise<void> {
    const asked = { channel: TERMINAL_CHANNEL, person: YOU }
    const text = line.trim().replace(/^\/papers\b\s*/, '')
    if (line.trim() === '' && more === null) return prompt?.prompt()
    const next = line.trim() === '' && more !== null ? { action: 'more', value: more, post: null } : null
    const reply = next ? await handlers.onAction({ ...asked, ...next }) : await handlers.onCommand({ ...asked, text })
    if (!reply) return
    const message = 'form' in reply ? formText(reply.form) : reply.message
    more = message.page?.cursor ?? null
    print(message)
  }

  return {
    platform: 'terminal',
    print,
    async start(handlers) {
      if (!input) return
      prompt = createInterface({ input, ...(interactive && { output }), prompt: PROMPT, terminal: interactive })
      // One line at a time: answers come in the order of the questions.
      let last = Promise.resolve()
      prompt.on('line', (line) => {
        last = last.then(() => answer(line, handlers)).catch((error) => print(apology(error)))
      })
      prompt.on('close', () => {
        prompt = null
      })
      // Ctrl-C belongs to the program, which finishes what it is sending.
      prompt.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      if (interactive) prompt.prompt()
    },
    async send(delivery) {
      print(delivery.message)
      printed += 1
      return { kind: 'sent', ref: { channel: TERMINAL_CHANNEL, id: String(printed) } }
    },
    find: async () => ({ kind: 'cannot-tell', reason: 'a terminal does not remember what it printed' }),
    edit: async () => ({ kind: 'refused', reason: 'a terminal cannot change what it printed', permanent: true }),
    seed: async () => ({ kind: 'refused', reason: 'a terminal takes no reactions', permanent: true }),
    voters: async () => 'unsupported',
    async access() {
      return { isAdmin: true, isFull: true, roles: [], zone: null }
    },
    features: ['commands'],
    async stop() {
      prompt?.close()
    },
  }
}
