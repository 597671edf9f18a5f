import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { attempt } from '../core/attempt.ts'
import { UsageError } from './verb.ts'

export function readLines(file: string): AsyncIterable<string> {
  if (file !== '-' && !existsSync(file)) throw new UsageError(`There is no file ${file}.`)
  const input = file === '-' ? process.stdin : createReadStream(file)
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
}

/** The rows of JSON lines. `reject` hears of each line that cannot be read, by its number; the others are kept. */
export async function* readRows<Row>(
  lines: AsyncIterable<string>,
  schema: z.ZodType<Row>,
  reject: (problem: string) => void,
): AsyncGenerator<{ row: Row; reject: (reason: string) => void }> {
  let number = 0
  for await (const text of lines) {
    number += 1
    const rejectLine = (reason: string) => reject(`line ${number} was left out: ${reason}`)
    if (text.trim() === '') continue
    const line = attempt(() => ({ json: JSON.parse(text) as unknown }))
    const parsed = line && schema.safeParse(line.json)
    if (!parsed) rejectLine('it is not JSON')
    else if (parsed.success) yield { row: parsed.data, reject: rejectLine }
    else rejectLine(parsed.error.issues.map(describeIssue).join('; '))
  }
}

const describeIssue = ({ path, message }: z.core.$ZodIssue): string => `${path.join('.') || 'the line'}: ${message}`
