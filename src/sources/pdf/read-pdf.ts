import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { heavyWork } from '../../state/heavy-work.ts'
import type { PdfText } from './extract.ts'

const SCRIPT = fileURLToPath(new URL('extract.ts', import.meta.url))
/** A PDF is a stranger’s: what reads it may neither write nor start anything, nor take more memory. */
const FLAGS = ['--permission', '--allow-fs-read=*', '--max-old-space-size=256', '--max-semi-space-size=1']
const LIMITS = { timeout: 20_000, killSignal: 'SIGKILL', maxBuffer: 20_000_000 } as const

/** Reads a PDF in a process of its own, whose memory is free when it ends. Throws when it takes too much of either. */
export const readPdf = (pdf: Buffer, signal: AbortSignal): Promise<PdfText> =>
  heavyWork(async () => JSON.parse(await runConfined([SCRIPT], pdf, { signal })))

/** What a program of Node writes that gets this to read, and nothing of the settings. */
export async function runConfined(program: string[], input: Buffer, { signal }: { signal: AbortSignal }) {
  const env = { SystemRoot: process.env.SystemRoot, MALLOC_ARENA_MAX: '1' }
  const running = promisify(execFile)(process.execPath, [...FLAGS, ...program], { env, signal, ...LIMITS })
  // One that ends early does not read the rest.
  running.child.stdin?.on('error', () => {}).end(input)
  return (await running).stdout
}
