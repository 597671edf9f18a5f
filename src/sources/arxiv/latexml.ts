import { escapeUTF8 } from 'entities'
import type { HtmlReader } from '../text/html.ts'
import type { End, Outline } from './outline.ts'

type Tag = { name: string; classes: string; id: string; attributes: Record<string, string> }

const ltx = (names: string): RegExp => new RegExp(`(?:^|\\s)ltx_(?:${names})(?:\\s|$)`)

/** Marks, controls and what stands around the text; `ltx_ERROR` is a command that the converter did not know. */
const HIDDEN = ltx(
  'ERROR|authors|dates|TOC|pagination|page_(?:logo|header|footer|navbar)|listing_data|tag_(?:note|listingline)|' +
    'note_(?:mark|type)',
)
const HIDDEN_NAMES = /^(?:nav|header|footer|script|style|svg|button|object)$/
/** Other notes are the title page’s: affiliations, thanks, the running head of a conference. */
const FOOTNOTE = ltx('role_(?:footnote|footnotetext|endnote)')
const NOTE = ltx('note')

/** What an element is by its classes; the first that fits. Null: a part of the text around it. */
const RULES: [classes: RegExp, open: (outline: Outline, tag: Tag) => End | null][] = [
  [ltx('bibliography|title_(?:document|bibliography)'), (outline) => outline.nowhere()],
  [ltx('bibitem'), (outline, { id }) => outline.reference(id)],
  [ltx('tag_bibitem'), (outline) => outline.referenceLabel()],
  [ltx('abstract'), (outline, { id }) => outline.section('abstract', id)],
  [ltx('appendix'), (outline, { id }) => outline.section('appendix', id)],
  [ltx('part|chapter|(?:sub)*section|(?:sub)?paragraph'), (outline, { id }) => outline.section(null, id)],
  [ltx('acknowledgements'), openAcknowledgements],
  [
    ltx('title_(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|appendix|abstract|acknowledgements)'),
    (outline) => outline.title(),
  ],
  [ltx('title|tag_item'), (outline) => outline.lead()],
  [ltx('tag'), (outline) => outline.number()],
  [ltx('note'), (outline, { id }) => outline.note(id)],
  [ltx('figure'), (outline, { id }) => outline.figure(id, true)],
  [ltx('table|float'), (outline, { id }) => outline.figure(id, false)],
  [ltx('caption'), (outline) => outline.caption()],
  [ltx('graphics'), openPicture],
  [ltx('para'), (outline, { id }) => outline.passage('text', id)],
  [ltx('tabular'), (outline, { id }) => outline.lines('table', id)],
  [ltx('listing'), (outline, { id }) => outline.lines('code', id)],
  [ltx('p|equation|equationgroup|block'), (outline, { id }) => outline.loose(id)],
]

function openAcknowledgements(outline: Outline, { id }: Tag): End {
  const ends = [outline.section('acknowledgements', id), outline.passage('text', id)]
  return () => {
    for (const end of ends.reverse()) end()
  }
}

function openPicture(outline: Outline, { attributes }: Tag): null {
  const { src = '', width, height } = attributes
  outline.picture(src, Number.parseInt(width ?? '', 10) * Number.parseInt(height ?? '', 10) || 0)
  return null
}

const CELL = ltx('td|th')
const ROW = ltx('tr|listingline')
const BREAKS = /^(?:p|div|br|li|[uod]l|d[td]|table)$/

/** Reads the structure of a page that LaTeXML made (https://math.nist.gov/~BMiller/LaTeXML/manual). */
export function createLatexmlReader(outline: Outline): HtmlReader {
  const ends: End[] = []
  let [hidden, isPaper] = [0, false]

  function open(tag: Tag): End {
    const { name, classes, id } = tag
    if (name === 'base') outline.parts.base = tag.attributes.href ?? ''
    if (id === 'license-tr') return outline.licence()
    if (name === 'article' && ltx('document').test(classes)) {
      isPaper = true
      return () => {
        isPaper = false
      }
    }
    if (!isPaper) return nothing
    const rule = RULES.find(([named]) => named.test(classes))
    return rule?.[1](outline, tag) ?? openInline(tag)
  }

  function openInline({ name, classes }: Tag): End {
    if (/^su[bp]$/.test(name)) {
      outline.write(`<${name}>`)
      return () => outline.write(`</${name}>`)
    }
    if (name === 'tr' || ROW.test(classes)) return outline.row
    if (/^t[dh]$/.test(name) || CELL.test(classes)) return outline.cell
    if (!BREAKS.test(name)) return nothing
    outline.write(' ')
    return () => outline.write(' ')
  }

  return {
    onopentag(name, attributes) {
      const { class: classes = '', id = '', alttext } = attributes
      const isMath = name === 'math' && alttext !== undefined
      // Long formulas are broken after a `%`, as in TeX.
      if (hidden === 0 && isMath) outline.write(`<math alttext="${oneLine(alttext.replaceAll('%\n', ''))}"></math>`)
      const isHidden =
        HIDDEN_NAMES.test(name) || HIDDEN.test(classes) || (NOTE.test(classes) && !FOOTNOTE.test(classes))
      if (hidden > 0 || isMath || isHidden) hidden += 1
      else ends.push(open({ name, classes, id, attributes }))
    },
    onclosetag() {
      if (hidden > 0) hidden -= 1
      else ends.pop()?.()
    },
    ontext(text) {
      if (hidden === 0) outline.write(oneLine(text))
    },
  }
}

const oneLine = (text: string): string => escapeUTF8(text.replace(/\s+/g, ' '))

const nothing: End = () => {}
