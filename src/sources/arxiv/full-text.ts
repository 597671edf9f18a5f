import { createYielder } from '../../core/yield-to-event-loop.ts'
import { readHtml } from '../text/html.ts'
import { cleanText } from '../text/text.ts'
import { createLatexmlReader } from './latexml.ts'
import { type Block, createOutline, type FigureOutline, type SectionOutline } from './outline.ts'

/** A paper as arXiv’s HTML has it. An anchor follows `https://arxiv.org/html/<id>#`; '' where there is none. */
export type FullText = {
  /** The address of its licence; null where the page does not name one that is known. */
  licence: string | null
  /** The first that has a picture; none of an appendix. */
  figure: Figure | null
  /** In reading order. What a subsection says is not repeated in the section around it. */
  sections: Section[]
  references: Reference[]
  /** False: the page is longer than what is read, or arXiv’s conversion broke off. */
  isComplete: boolean
}

/** `picture` is the address of a PNG, JPEG, GIF or WebP; `caption` begins with “Figure 1:”. */
export type Figure = { picture: string; caption: string; anchor: string }

export type Section = {
  kind: SectionOutline['kind']
  /** 1 for a section, 2 for what stands in one; 0 for text before the first. */
  level: number
  /** “3.1”, “A.2”; '' where it has none. */
  number: string
  title: string
  anchor: string
  passages: Passage[]
}

/**
 * `text`: a paragraph with its formulas, or an item of a list. `caption` begins with the name of its figure or table. A
 * `table` has a line a row, ` | ` between cells; `code` has its lines. `note`: a footnote.
 */
export type Passage = { kind: Block['kind']; anchor: string; text: string }

/** `label` as the text cites it: “[1]”, “Example et al. (2026)”. */
export type Reference = { label: string; anchor: string; text: string }

/** Formulas make pages large: MathML takes a hundred characters a sign. */
const LIMITS = { characters: 8_000_000, elements: 500_000 }

/** What arXiv writes where its converter failed half-way. */
const BROKEN = /^conversion to html had a fatal error/i

/**
 * Reads a page of `arxiv.org/html`; `address` is where it came from. Null when there is no paper on it: some pages that
 * say so come with status 200. Takes linear time, and the event loop runs in between.
 */
export async function readArxivHtml(html: string, address: URL): Promise<FullText | null> {
  const { parts, ...outline } = createOutline()
  let base = ''
  const reader = createLatexmlReader({ parts, ...outline }, (given) => {
    base = given
  })
  const isWhole = await readHtml(html, () => reader, LIMITS)
  const yieldToEventLoop = createYielder()

  async function read({ markup }: { markup: string }): Promise<string> {
    const lines: string[] = []
    for (const line of markup.split('\n')) {
      await yieldToEventLoop()
      lines.push(cleanText(line).replace(/^[|\s]+$|(?: \|)+$/g, ''))
    }
    return lines.filter((line) => line !== '').join('\n')
  }

  let isBroken = false
  async function readSection({ blocks, number, title, ...section }: SectionOutline): Promise<Section> {
    const passages: Passage[] = []
    for (const { kind, anchor, ...markup } of blocks) {
      const text = await read(markup)
      if (BROKEN.test(text)) isBroken = true
      else if (text !== '') passages.push({ kind, anchor, text })
    }
    const bareNumber = (await read(number)).replace(/^Appendix |[.:]$/g, '')
    return { ...section, number: bareNumber, title: (await read(title)).replace(/[.:]$/, ''), passages }
  }

  async function readFigure({ anchor, caption, pictures }: FigureOutline): Promise<Figure | null> {
    const shown = pictures.filter(({ source }) => PICTURE.test(source)).toSorted((a, b) => b.area - a.area)
    const picture = shown[0] ? pictureAddress(shown[0].source, base, address) : null
    return picture === null ? null : { picture, caption: await read(caption), anchor }
  }

  const sections: Section[] = []
  for (const section of parts.sections) sections.push(await readSection(section))
  const said = sections.filter(({ passages, title }) => passages.length > 0 || title !== '')
  if (said.every(({ passages }) => passages.length === 0)) return null
  const references: Reference[] = []
  for (const { label, anchor, ...markup } of parts.references)
    references.push({ label: await read(label), anchor, text: await read(markup) })
  let figure: Figure | null = null
  for (const one of parts.figures) figure ??= await readFigure(one)
  const licence = licenceOf(await read(parts.licence))
  return { licence, figure, sections: said, references, isComplete: isWhole && !isBroken }
}

/** Files that Slack and Discord show. */
const PICTURE = /^(?!data:).*\.(?:png|jpe?g|gif|webp)$/i

/**
 * Some pages name a base (`/html/2511.01234v1/`), on others each source begins with the folder (`2511.01234v1/x1.png`),
 * and some do neither. No picture is taken from another host.
 */
function pictureAddress(source: string, base: string, page: URL): string | null {
  const folder = base === '' && !/^[^/]*\d{4,}[^/]*v\d+\//.test(source) ? `${page.href}/` : page.href
  const found = URL.parse(source, URL.parse(base, folder)?.href ?? folder)
  return found?.host === page.host ? found.href : null
}

/** “License: CC BY-NC-SA 4.0” */
function licenceOf(text: string): string | null {
  const [, terms, version] = /\bCC (BY(?:-(?:NC|SA|ND))*) (\d\.\d)/i.exec(text) ?? []
  if (terms) return `https://creativecommons.org/licenses/${terms.toLowerCase()}/${version}/`
  if (/\bCC ?(?:0|Zero)\b/i.test(text)) return 'https://creativecommons.org/publicdomain/zero/1.0/'
  return /non-?exclusive/i.test(text) ? 'https://arxiv.org/licenses/nonexclusive-distrib/1.0/' : null
}
