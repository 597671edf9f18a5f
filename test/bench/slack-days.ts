import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderMessage } from '../../adapters/slack/render.ts'
import type { Message } from '../../src/core/message.ts'
import { listedCard, listMessage, paperMessage } from '../../src/digest/write/texts.ts'
import { parseDay } from '../../src/sources/huggingface/api.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { liveMarkup, refusalOfBlocks } from '../fakes/slack/blocks.ts'
import { type Bench, corpus } from './bench.ts'

/** Every recorded day as Slack would get it: a message per paper, and all of them as a list. */
export const daysOnSlack: Bench[] = [
  {
    what: 'all recorded days as Slack messages',
    bar: '0 invalid, 0 live mentions',
    async run() {
      if (!corpus) return { skipped: 'needs CORPUS/hf/days' }
      const folder = join(corpus, 'hf/days')
      let [messages, invalid, live] = [0, 0, 0]
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
        for (const message of await messagesOf(join(folder, file), file.slice(0, 10))) {
          const { text, blocks } = renderMessage(message)
          messages += 1
          if (refusalOfBlocks(blocks)) invalid += 1
          if (liveMarkup(text).length > 0 || JSON.stringify(blocks).includes('"mrkdwn"')) live += 1
        }
      return { measured: `${messages} messages: ${invalid} invalid, ${live} live`, met: invalid + live === 0 }
    },
  },
]

async function messagesOf(file: string, day: string): Promise<Message[]> {
  const { sightings } = await parseDay(JSON.parse(readFileSync(file, 'utf8')), day)
  const summarize = createExtractive()
  const { signal } = new AbortController()
  const messages: Message[] = []
  for (const { paper, upvotes, comments } of sightings)
    messages.push(paperMessage(paper, { upvotes, comments, days: [] }, await summarize(paper, 'lines', signal)))
  const cards = sightings.map(({ paper, upvotes, comments }, index) =>
    listedCard(paper, { upvotes, comments, days: [] }, index + 1),
  )
  for (let from = 0; from < cards.length; from += 15)
    messages.push(listMessage(cards.slice(from, from + 15), cards.length))
  return messages
}
