import { type Passage, readableSections, type Section, sectionOf } from '../arxiv/outline.ts'
import { cleanText } from '../text/text.ts'

/** A run of text as pdf.js has it; points from the lower left corner. `isTurned`: arXiv’s stamp on the margin. */
export type PdfItem = Run & { endsLine: boolean; isTurned: boolean }

type Run = { text: string; x: number; y: number; size: number; font: string }
type Line = Run & { page: number }

/** Characters, beyond which a paragraph whose end was missed is cut after a sentence. */
const LONGEST = 1_200
/** Points that a new paragraph is indented at least. */
const INDENT = 7

const NUMBERED = /^((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,3}|[IVX]{1,5})[.:]?\s+(\p{Lu}.*)$/u
const NAMES = 'Abstract|Introduction|Related Work|Background|Method|Experiment|Result|Discussion|Limitation|Conclusion'
const NAMED = new RegExp(`^(?:(?:${NAMES}|Reference|Acknowledge?ment)s?|Bibliography|Appendi(?:x|ces))$`, 'i')
const CAPTION = /^(?:Figure|Fig\.|Table|Algorithm) ?\d+[.:]/
const TITLE_LENGTH = 100

/** The sections of a paper, by its numbered and named headings; without running heads and references. Null: no text. */
export function readPages(pages: PdfItem[][]): Section[] | null {
  const lines = withoutRunningHeads(pages.map(linesOf))
  const body = mostOf(lines.map(({ size, text }) => [Math.round(size * 2) / 2, text.length]))
  const font = mostOf(lines.map((line) => [line.font, line.text.length]))
  const sections = [sectionOf({})]
  let [last, isOpen, inReferences]: [Line | null, boolean, boolean] = [null, false, false]
  for (const line of lines) {
    const heading = line.size > body + 0.4 || line.font !== font ? headingOf(line) : null
    // “A. Sample” is an author there.
    const isEarly = sections.length === 1 && /^(?:[A-HJ-Z]|[2-9])/.test(heading?.number ?? '')
    if (heading && !isEarly) {
      inReferences = /^(?:References|Bibliography)$/i.test(heading.title)
      if (!inReferences) sections.push(heading)
      isOpen = false
    } else if (!inReferences) {
      const { passages } = sections.at(-1) as Section
      const open = passages.at(-1)
      if (open && isOpen && !beginsParagraph(line, last, open)) open.text = joined(open.text, line.text)
      else passages.push(passageOf(line))
      isOpen = true
    }
    last = line
  }
  for (const section of sections) for (const passage of section.passages) passage.text = cleanText(passage.text)
  return readableSections(sections)
}

function linesOf(items: PdfItem[], index: number): Line[] {
  const lines: Line[] = []
  let open: PdfItem[] = []
  for (const item of items.filter(({ isTurned }) => !isTurned)) {
    open.push(item)
    if (item.endsLine) close()
  }
  close()
  return lines

  function close(): void {
    const text = open
      .map((item) => item.text)
      .join('')
      .replaceAll(/\s+/g, ' ')
      .trim()
    const [first] = open.filter((item) => item.text.trim() !== '')
    if (first && text !== '')
      lines.push({
        text,
        page: index + 1,
        x: first.x,
        y: first.y,
        size: Math.max(...open.map(({ size }) => size)),
        font: mostOf(open.map((item) => [item.font, item.text.length])),
      })
    open = []
  }
}

/** Leaves out what stands at the edge of many pages in the same words, numbers of pages, and tables of contents. */
function withoutRunningHeads(pages: Line[][]): Line[] {
  const edgesOf = (lines: Line[]) => {
    const sorted = lines.toSorted((a, b) => a.y - b.y)
    return new Set([...sorted.slice(0, 2), ...sorted.slice(-2)])
  }
  const keyOf = ({ text, y }: Line) => `${Math.round(y)} ${text.replaceAll(/\d+/g, '#')}`
  const counts = new Map<string, number>()
  const keys = pages.flatMap((lines) => [...edgesOf(lines)].map(keyOf))
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  const isHead = (line: Line) => (counts.get(keyOf(line)) ?? 0) >= REPEATED || HEAD.test(line.text)
  return pages.flatMap((lines) => {
    const edges = edgesOf(lines)
    return lines.filter((line) => !(edges.has(line) && isHead(line)) && !/(?: \.){4}/.test(line.text))
  })
}

const REPEATED = 3
/** The number of a page, perhaps with the title of a chapter in capitals. */
const HEAD = /^(?=.*\d)[\p{Lu}\d\s.:,’'-]{1,80}$/u

function headingOf({ text, page }: Line): Section | null {
  // “ | ” is a gap, as in a table of contents.
  if (text.length > TITLE_LENGTH || /[.,;]$| \| /.test(text)) return null
  const [, number = '', title = ''] = NUMBERED.exec(text) ?? []
  const anchor = `page=${page}`
  if (title !== '') return sectionOf({ level: number.split('.').length, number, title, anchor })
  const kind = /^abstract$/i.test(text) ? 'abstract' : 'section'
  return NAMED.test(text) ? sectionOf({ kind, level: 1, title: text, anchor }) : null
}

const passageOf = ({ text, page }: Line): Passage => ({
  kind: CAPTION.test(text) ? 'caption' : 'text',
  anchor: `page=${page}`,
  text,
})

function beginsParagraph(line: Line, last: Line | null, open: Passage): boolean {
  if (!last || CAPTION.test(line.text) || open.text.length > 4 * LONGEST) return true
  const isSentence = /[.?!:]["”)]?$/.test(last.text)
  const [gap, indent] = [last.y - line.y, line.x - last.x]
  const isFollowing = line.page === last.page && gap > 0
  if (isFollowing && gap > 1.7 * Math.max(line.size, last.size)) return true
  if (Math.abs(line.size - last.size) > 1.5) return true
  return isSentence && ((isFollowing && indent > INDENT) || !isFollowing || open.text.length > LONGEST)
}

/** A word that was broken at the end of a line is one again. */
const joined = (text: string, next: string): string =>
  /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next) ? text.slice(0, -1) + next : `${text} ${next}`

/** The value with the greatest sum of weights. */
function mostOf<T>(weighted: [T, number][]): T {
  const sums = new Map<T, number>()
  for (const [value, weight] of weighted) sums.set(value, (sums.get(value) ?? 0) + weight)
  return [...sums].toSorted(([, a], [, b]) => b - a)[0]?.[0] as T
}
