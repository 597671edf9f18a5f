import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
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
    const row = parseRow(text, schema)
    if (typeof row === 'string') rejectLine(row)
    else yield { row: row.value, reject: rejectLine }
  }
}

function parseRow<Row>(text: string, schema: z.ZodType<Row>): { value: Row } | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  const { success, data, error } = schema.safeParse(json)
  if (success) return { value: data }
  return error.issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ')
}
