import { z } from 'zod'
import type { Paper } from '../../core/paper.ts'
import { answerFrom, placeOf, urlOf } from '../../texts/answer.ts'
import { unitsOf } from '../../texts/passages.ts'
import type { ChannelView } from '../archive/session.ts'
import { paperName, paperNamed } from './papers.ts'
import { defineTool } from './tool.ts'

/** Characters of one answer, about four thousand tokens, and of one passage. */
const MOST = 16_000
const LONGEST = 4_000

export const passageRecord = z.object({
  place: z.string().describe('“§4.2 Setup”, “Table 1, §5 Results”'),
  text: z.string(),
  url: z.string().nullable(),
})

export const askPaper = defineTool({
  name: 'ask_paper',
  title: 'Ask a paper',
  description:
    'The two or three passages of a paper that this team’s bot has collected that answer a question best, quoted; ' +
    'none when nothing in it does. It is found by words: name what the answer would hold.',
  input: { paper: paperName, question: z.string().min(3).max(500) },
  output: {
    passages: z.array(passageRecord),
    read: z.string().describe('how much of its text could be read'),
  },
  async run(session, { paper: name, question }) {
    const text = await session.readText(await paperNamed(session, name))
    const passages = (await answerFrom(text, question)).map(({ place, url, quote }) => ({
      place,
      text: quote.map((span) => span.text).join(''),
      url,
    }))
    return { passages, read: text.read }
  },
})

/** As many passages as one answer takes, from this one on; none where `from` is not given. */
export async function passagesFrom({ readText }: ChannelView, paper: Paper, from: string | undefined) {
  if (from === undefined) return { passages: [], read: null, next_cursor: null }
  const { sections, page, read } = await readText(paper)
  const units = sections.flatMap(unitsOf)
  const passages: z.output<typeof passageRecord>[] = []
  let [at, length] = [Number(from), 0]
  for (; at < units.length && length < MOST; at += 1) {
    const unit = units[at]
    if (!unit) break
    const text = unit.text.slice(0, LONGEST)
    passages.push({ place: placeOf(unit), text, url: urlOf(page, unit.anchor) })
    length += text.length
  }
  return { passages, read, next_cursor: at < units.length ? String(at) : null }
}
