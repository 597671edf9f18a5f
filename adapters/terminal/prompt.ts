import { type CompleterResult, clearScreenDown, createInterface, cursorTo, moveCursor } from 'node:readline'
import widthOf from 'fast-string-width'
import { paint } from './render.ts'

const PROMPT = '› '

export type TerminalConfig = {
  input: (NodeJS.ReadableStream & { isTTY?: boolean }) | null
  output: NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number; hasColors?(): boolean }
  /** False prints nothing: stdout is for a verb's own output. */
  quiet: boolean
  leave(): void
}

type PromptHandlers = {
  /** Never throws. */
  answer(line: string): Promise<void>
  complete(line: string): Promise<string[]>
}

/** What is going on, and what is typed; print goes above. Plain text in a pipe, and where the cursor cannot move. */
export function createPrompt({ input, output, leave }: TerminalConfig) {
  const isTerminal = input?.isTTY === true && output.isTTY === true
  const moves = isTerminal && process.env.TERM !== 'dumb'
  const color = output.hasColors?.() ?? false
  let lines: ReturnType<typeof createInterface> | null = null
  let status: string | null = null
  let working = 0
  let isLeaving = false
  let answer: PromptHandlers['answer'] = async () => {}
  // One line at a time: answers come in the order of the questions, and what is typed meanwhile waits.
  let last = Promise.resolve()
  let held: string | null = null

  const said = () => held ?? (working > 0 ? 'Working…' : status)

  function refresh(): void {
    if (!lines || !moves || isLeaving) return
    const line = said()?.slice(0, (output.columns || 80) - 1)
    lines.setPrompt(line === undefined ? PROMPT : `${paint('dim', line, { color })}\n${PROMPT}`)
    lines.prompt(true)
  }

  /** Where nothing can be drawn again, the prompt comes once, after the answers. */
  function askAgain(): void {
    if (lines && isTerminal && !moves && working === 0) lines.prompt()
    refresh()
  }

  function print(text: string): void {
    const rows = (moves && lines?.getCursorPos().rows) || 0
    if (lines && moves) erase(rows)
    // The lines below are drawn again so many rows further up.
    output.write(`${text}\n${'\n'.repeat(rows)}`)
    refresh()
  }

  function erase(rows: number): void {
    moveCursor(output, 0, -rows)
    cursorTo(output, 0)
    clearScreenDown(output)
  }

  /** Leaves no prompt behind for the shell’s. */
  function sweep(): void {
    if (lines && moves && !isLeaving) erase(lines.getCursorPos().rows)
    isLeaving = true
  }

  function end(): void {
    sweep()
    leave()
  }

  /** What was typed stands above its answer, not above another one. */
  function take(line: string): void {
    if (/^\s*(\/papers\s+)?(quit|exit)\s*$/i.test(line)) {
      // At once, whatever is asked; in a pipe after the answers.
      if (isTerminal) end()
      else last = last.then(leave)
      return
    }
    if (moves) erase(Math.floor(widthOf(PROMPT + line) / (output.columns || 80)) + (said() === null ? 1 : 2))
    working += 1
    refresh()
    last = last.then(async () => {
      if (moves && line.trim() !== '') print(`${PROMPT}${line}`)
      await answer(line)
      working -= 1
      askAgain()
    })
  }

  return {
    print: (text: string): void => print(`${text}\n`),
    setStatus(line: string | null): void {
      status = line
      refresh()
    },
    hold(work: Promise<unknown>, line: string): void {
      held = line
      refresh()
      const release = () => {
        held = null
        askAgain()
      }
      last = Promise.all([last, work]).then(release, release)
    },
    open(handlers: PromptHandlers): void {
      if (!input) return
      answer = handlers.answer
      const completer = (line: string, done: (error: null, result: CompleterResult) => void) => {
        handlers.complete(line).then(
          (found) => done(null, [found, line]),
          () => done(null, [[], line]),
        )
      }
      lines = createInterface({ input, ...(isTerminal && { output }), prompt: PROMPT, terminal: moves, completer })
      lines.on('line', take)
      lines.on('close', () => {
        // Ctrl-D; in a pipe only the questions end.
        if (isTerminal && !isLeaving) end()
        lines = null
      })
      // Ctrl-C belongs to the program, which finishes what it is sending.
      lines.on('SIGINT', end)
      askAgain()
    },
    close(): void {
      sweep()
      lines?.close()
    },
  }
}
