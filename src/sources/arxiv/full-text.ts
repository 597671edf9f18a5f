import { createYielder } from '../../core/yield-to-event-loop.ts'
import { readHtml } from '../text/html.ts'
import { cleanText } from '../text/text.ts'
import { createLatexmlReader } from './latexml.ts'
import { createOutline, type Passage, type Reference, readableSections, type Section } from './outline.ts'

/** A paper as arXiv’s HTML has it. An anchor follows `https://arxiv.org/html/<id>#`; '' where there is none. */
export type FullText = {
  /** The address of its licence; null where the page does not name one that is known. */
  licence: string | null
  /** The first with a picture, none of an appendix: a PNG, JPEG, GIF or WebP, and a caption from “Figure 1:” on. */
  figure: { picture: string; caption: string; anchor: string } | null
  sections: Section[]
  references: Reference[]
  /** False: the page is longer than what is read, or arXiv’s conversion broke off. */
  isComplete: boolean
}

/** Formulas make pages large: MathML takes a hundred characters a sign. */
const LIMITS = { characters: 8_000_000, elements: 500_000 }

/** What arXiv writes where its converter failed half-way. */
const BROKEN = /^conversion to html had a fatal error/i

/** Reads `arxiv.org/html`, in linear time, while the event loop runs. Null: no paper; some pages say so with a 200. */
export async function readArxivHtml(html: string, address: URL): Promise<FullText | null> {
  const outline = createOutline()
  let isComplete = await readHtml(html, () => createLatexmlReader(outline), LIMITS)
  const { base, licence, figures, ...parts } = outline.parts
  const yieldToEventLoop = createYielder()

  async function clean(markup: string): Promise<string> {
    const lines: string[] = []
    for (const line of markup.split('\n')) {
      await yieldToEventLoop()
      lines.push(cleanText(line).replace(/^[|\s]+$|(?: \|)+$/g, ''))
    }
    return lines.filter((line) => line !== '').join('\n')
  }

  const sections: Section[] = []
  for (const section of parts.sections) {
    const passages: Passage[] = []
    for (const passage of section.passages) {
      const text = await clean(passage.text)
      if (BROKEN.test(text)) isComplete = false
      else if (text !== '') passages.push({ ...passage, text })
    }
    const title = (await clean(section.title)).replace(/[.:]$/, '')
    const number = (await clean(section.number)).replace(/^Appendix |[.:]$/g, '')
    sections.push({ ...section, number, title, passages })
  }
  const readable = readableSections(sections)
  if (!readable) return null
  const references: Reference[] = []
  for (const { label, anchor, text } of parts.references)
    references.push({ label: await clean(label), anchor, text: await clean(text) })
  const [figure] = figures.flatMap(({ anchor, caption, picture: source }) => {
    const picture = source && pictureAddress(source, base, address)
    return picture ? [{ picture, caption: caption?.text ?? '', anchor }] : []
  })
  return {
    licence: licenceOf(await clean(licence)),
    figure: figure ? { ...figure, caption: await clean(figure.caption) } : null,
    sections: readable,
    references,
    isComplete,
  }
}

/** Some pages name a base (`/html/2511.01234v1/`), some sources begin with the folder. No other host is taken. */
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
