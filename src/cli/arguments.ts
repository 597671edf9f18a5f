import { createReadStream, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import type { Channel } from '../channels/channels.ts'
import { describeUnknown, resolvePaper } from '../commands/reading/find-paper.ts'
import { attempt } from '../core/attempt.ts'
import { isoDay, type Paper } from '../core/paper.ts'
import { baseUrl } from '../core/setting.ts'
import { UsageError } from './verb.ts'
import type { App } from './wiring/open-app.ts'

export function parseDay(text: string): string {
  if (!isoDay.safeParse(text).success) throw new InvalidArgumentError('It must look like 2026-03-31.')
  return text
}

export function parseUrl(text: string): string {
  const { data, error } = baseUrl.safeParse(text)
  if (data === undefined) throw new InvalidArgumentError(`It ${error?.issues[0]?.message}.`)
  return data
}

export const parseNumber =
  (least: number, most: number, sentence: string) =>
  (text: string): number => {
    const number = Number(text)
    if (!Number.isInteger(number) || number < least || number > most) throw new InvalidArgumentError(sentence)
    return number
  }

export function resolveChannel(channels: Channel[], text: string): Channel {
  const exact = channels.find(({ id }) => id === text)
  const named = channels.filter(({ name }) => name === text || name === text.replace(/^#/, ''))
  const found = exact ?? named[0]
  const idsOf = (all: Channel[]) => all.map(({ id, name }) => `${name} (${id})`).join(', ')
  if (!found) throw new UsageError(`No channel is called “${text}”. Known: ${idsOf(channels) || 'none yet'}.`)
  if (named.length > 1 && !exact) throw new UsageError(`Several channels are called “${text}”: ${idsOf(named)}.`)
  return found
}

export async function requirePaper(app: Pick<App, 'store' | 'search' | 'signal'>, text: string): Promise<Paper> {
  const found = await resolvePaper(app, text, null)
  if (!Array.isArray(found)) return found
  if (found.length === 0) throw new Error(describeUnknown(text))
  const [only] = found
  if (only && found.length === 1) return only
  throw new Error(`“${text}” may mean: ${found.map(({ id, title }) => `${title} (${id})`).join('; ')}. Which one?`)
}

export function readLines(file: string): AsyncIterable<string> {
  const found = file === '-' ? null : statSync(file, { throwIfNoEntry: false })
  if (found === undefined || found?.isDirectory()) throw new UsageError(`There is no file “${file}”.`)
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
