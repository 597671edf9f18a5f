import { createYielder } from '../../core/yield-to-event-loop.ts'
import { type Passage, readableSections, type Section, sectionOf } from '../arxiv/outline.ts'
import { cleanText } from '../text/text.ts'

/** Where no HTML of a paper exists, Hugging Face answers with its own page about it, which is no text of the paper. */
const OF_ARXIV = /^URL Source: https?:\/\/arxiv\.org\/html\/\S+$/m
const BEGINNING = /^Markdown Content:\s*$/m
const HEADING = /^(#{1,6}) (.+)$|^(\S.*)\n([=-])\4{2,}$/
const NUMBER = /^(?:Appendix )?((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3})[.:]?\s+(?=\S)/
/** An entry of the table of contents. */
const CONTENTS = /^\s*(?:\d+\.|[*-])\s+(?:\d+\.\s+)?\[[^\]]*\]\(\S+#\S+/
const CAPTION = /^(?:Figure|Table|Algorithm|Listing) [A-Z]?[\d.]*\d/

/** The sections of `/papers/<id>.md`, converted from arXiv’s HTML; null when it is not that. In linear time. */
export async function readMarkdown(markdown: string): Promise<Section[] | null> {
  const [head = '', body] = markdown.split(BEGINNING, 2)
  if (body === undefined || !OF_ARXIV.test(head)) return null
  const yieldToEventLoop = createYielder()
  const sections = [sectionOf({})]
  let isReferences = false
  for (const block of body.replaceAll('\r', '').split(/\n{2,}/)) {
    await yieldToEventLoop()
    const [, marks, atx, setext, line] = HEADING.exec(block.trim()) ?? []
    const title = cleanText(withoutMarks(atx ?? setext ?? ''))
    if (title !== '') {
      isReferences = /^(?:References|Bibliography)$/i.test(title)
      if (!isReferences) sections.push(sectionHeaded(title, marks?.length ?? (line === '=' ? 1 : 2)))
    } else if (!isReferences && !CONTENTS.test(block)) {
      const passage = passageOf(block)
      if (passage.text !== '') sections.at(-1)?.passages.push(passage)
    }
  }
  return readableSections(sections)
}

function sectionHeaded(heading: string, level: number): Section {
  const title = heading.replace(NUMBER, '').replace(/[.:]$/, '')
  const kind = title === 'Abstract' ? 'abstract' : 'section'
  return sectionOf({ kind, level, number: NUMBER.exec(heading)?.[1] ?? '', title })
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
