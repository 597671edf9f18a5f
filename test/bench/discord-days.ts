import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderMessage } from '../../adapters/discord/render.ts'
import type { Message } from '../../src/core/message.ts'
import { listedCard, listMessage, paperMessage } from '../../src/digest/write/texts.ts'
import { parseDay, parseList } from '../../src/sources/huggingface/api.ts'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { readMarkdown } from '../fakes/discord/markdown.ts'
import { refuseMessage } from '../fakes/discord/payload.ts'
import { textsOf } from '../fakes/discord/state.ts'
import { type Bench, corpus } from './bench.ts'

const LIST = 15

export const discordDays: Bench[] = [
  {
    what: 'Discord: every recorded day rendered, each paper posted and listed',
    bar: '0 refused, 0 live, 0 broken',
    async run() {
      if (!corpus) return { skipped: 'needs CORPUS/hf/days' }
      const found = { days: 0, messages: 0, refused: 0, live: 0, broken: 0, longestPost: 0 }
      for (const file of readdirSync(join(corpus, 'hf/days'))) {
        const text = readFileSync(join(corpus, 'hf/days', file), 'utf8')
        found.days += 1
        for (const message of await messagesOf(text, file.slice(0, 10))) judge(message, found)
      }
      const { days, messages, refused, live, broken, longestPost } = found
      return {
        measured: `${messages} messages of ${days} days: ${refused} refused, ${live} live, ${broken} broken; the longest post has ${longestPost} characters`,
        met: refused + live + broken === 0,
      }
    },
  },
]

async function messagesOf(text: string, day: string): Promise<Message[]> {
  const { sightings } = await parseDay(parseList(text, day), day)
  const attention = { upvotes: 3, comments: 1, days: [] }
  const posts = sightings.map(({ paper }) => paperMessage(paper, attention, summarizeExtractively(paper, 'lines')))
  const cards = sightings.map(({ paper }, index) => listedCard(paper, attention, index + 1))
  const starts = Array.from({ length: Math.ceil(cards.length / LIST) }, (_, index) => index * LIST)
  return [...posts, ...starts.map((start) => listMessage(cards.slice(start, start + LIST), cards.length))]
}

type Found = { messages: number; refused: number; live: number; broken: number; longestPost: number }

function judge(message: Message, found: Found): void {
  const payload = renderMessage(message, 'abcdefghijklmnopqrstuvwx')
  const seen = textsOf(payload.components).map(readMarkdown)
  found.messages += 1
  if (message.kind === 'paper')
    found.longestPost = Math.max(found.longestPost, textsOf(payload.components).join('').length)
  if (refuseMessage(payload) !== null) found.refused += 1
  found.live += seen.reduce((sum, { live }) => sum + live.length, 0)
  const links = new Map(seen.flatMap(({ links }) => links.map(({ url, label }) => [url, label])))
  const shown = seen.map(({ text }) => text).join('\n')
  for (const { title, lines, url } of message.cards) {
    const written = title.map(({ text }) => text).join('').replaceAll('[', '(').replaceAll(']', ')') // biome-ignore format: one chain
    if (url !== null && links.get(url) !== written) found.broken += 1
    if (lines.some((line) => !shown.includes(line))) found.broken += 1
  }
}
