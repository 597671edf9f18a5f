import { InvalidArgumentError } from 'commander'
import type { Channel } from '../channels/channels.ts'
import { describeUnknown, resolvePaper } from '../commands/reading/find-paper.ts'
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
