import { createYielder } from '../../core/yield-to-event-loop.ts'
import type { Passage, Section } from '../arxiv/outline.ts'
import { cleanText } from '../text/text.ts'

/** Where no HTML of a paper exists, Hugging Face answers with its own page about it, which is no text of the paper. */
const OF_ARXIV = /^URL Source: https?:\/\/arxiv\.org\/html\/\S+$/m
const BEGINNING = /^Markdown Content:\s*$/m
const HEADING = /^(#{1,6}) (.+)$|^(\S.*)\n([=-])\4{2,}$/
const NUMBER = /^(?:Appendix )?((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3})[.:]?\s+(?=\S)/
/** An entry of the table of contents. */
const CONTENTS = /^\s*(?:\d+\.|[*-])\s+(?:\d+\.\s+)?\[[^\]]*\]\(\S+#\S+/
const CAPTION = /^(?:Figure|Table|Algorithm|Listing) [A-Z]?[\d.]*\d/

/**
 * The sections of a paper as Hugging Face’s Markdown has them, converted from arXiv’s HTML (`/papers/<id>.md`), without
 * references; null when that is not what it is. Takes linear time, and the event loop runs in between.
 */
export async function readMarkdown(markdown: string): Promise<Section[] | null> {
  const [head = '', body] = markdown.split(BEGINNING, 2)
  if (body === undefined || !OF_ARXIV.test(head)) return null
  const yieldToEventLoop = createYielder()
  const sections = [sectionOf(0, '')]
  let isReferences = false
  for (const block of body.replaceAll('\r', '').split(/\n{2,}/)) {
    await yieldToEventLoop()
    const [, marks, atx, setext, line] = HEADING.exec(block.trim()) ?? []
    const title = cleanText(withoutMarks(atx ?? setext ?? ''))
    if (title !== '') {
      isReferences = /^(?:References|Bibliography)$/i.test(title)
      if (!isReferences) sections.push(sectionOf(marks?.length ?? (line === '=' ? 1 : 2), title))
    } else if (!isReferences && !CONTENTS.test(block)) {
      const passage = passageOf(block)
      if (passage.text !== '') sections.at(-1)?.passages.push(passage)
    }
  }
  const found = sections.filter(({ passages, level }) => passages.length > 0 || level > 0)
  return found.some(({ passages }) => passages.length > 0) ? found : null
}

function sectionOf(level: number, heading: string): Section {
  const number = NUMBER.exec(heading)?.[1] ?? ''
  const title = heading.replace(NUMBER, '').replace(/[.:]$/, '')
  return { kind: title === 'Abstract' ? 'abstract' : 'section', level, number, title, anchor: '', passages: [] }
}

function passageOf(block: string): Passage {
  const rows = block.split('\n').filter((row) => !/^\s*\|(?:\s*:?-+:?\s*\|)+\s*$/.test(row))
  const isTable = rows.every((row) => row.trim().startsWith('|'))
  const cells = (row: string) => row.trim().replace(/^\||\|$/g, '')
  const text = isTable
    ? rows.map((row) => cleanText(withoutMarks(cells(row)))).join('\n')
    : cleanText(withoutMarks(rows.join(' ').replace(/^\s*(?:(?:\d+\.|[*-])\s+)+/, '')))
  return { kind: isTable ? 'table' : CAPTION.test(text) ? 'caption' : 'text', anchor: '', text }
}

/** Links as what they say, without pictures and emphasis. */
const withoutMarks = (text: string): string =>
  text
    .replaceAll(/!\[[^\][]{0,500}\]\([^()\s[]{0,1000}(?:\s"[^"]{0,500}")?\)/g, '')
    .replaceAll(/\[([^\][]{0,500})\]\([^()\s[]{0,1000}(?:\s"[^"]{0,500}")?\)/g, '$1')
    .replaceAll(/(?<![\w*])(\*\*|[*_])(?=\S)([^*_]{1,500})(?<=\S)\1(?![\w*])/g, '$2')
