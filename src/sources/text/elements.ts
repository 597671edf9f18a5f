import { attributeOf } from './entities.ts'
import { grouped, over, type ScriptSign, scripted } from './latex-commands.ts'

export type Element = {
  /** With its prefix, in small letters. */
  name: string
  /** As it was opened. */
  tag: string
  /** As written. */
  attributes: string
  /** The texts and the elements inside, as text. */
  parts: string[]
}

const BLOCKS = [
  'p|div|br|hr|h[1-6]|li|[uod]l|d[td]|t[rdh]|t(?:able|body|head|foot)|caption|pre|blockquote|section|article|header',
  'footer|figure|figcaption|sec|title|list|list-item|def-list|disp-(?:formula|quote)|abstract|abstracttext',
].join('|')
const INLINES = [
  'a|abbr|acronym|b|big|bold|center|cite|code|dfn|em|font|i|img|ins|italic|kbd|monospace|overline|ovl|roman',
  'sans-serif|scp?|small|span|strike|strong|su[bp]|tt|u|underline|wbr|ext-link|xref|uri|inline-formula',
  'alternatives|tex-math|html|body',
  'named-content|styled-content|m(?:ath|row|[inos]|text|su[bp]|subsup|under|over|underover|frac|sqrt|root|fenced)',
  'mstyle|semantics|annotation|script|style',
].join('|')
const KNOWN = new RegExp(`^(?:${BLOCKS}|${INLINES})$`)
const PREFIX = /^(?:jats|mml|m|x?html|h|ce|ns\d*|o|svg):/

/** Whether the name of a tag is markup. Others are the text's own: `<mask>`, `<think>`. */
export const isElement = (name: string, attributes: string): boolean =>
  PREFIX.test(name) || attributes.includes('=') || (attributes === '' && KNOWN.test(name))

export const isEmpty = (name: string): boolean => /^(?:br|hr|img|wbr|col|input|embed|source|meta|link)$/.test(name)

export function textOf(element: Element): string {
  const name = element.name.replace(/^\w+:/, '')
  if (/aria-hidden\s*=\s*["']?true/.test(element.attributes)) return ''
  const parts = element.parts.filter((part) => part.trim() !== '')
  const text = element.parts.join('')
  const read = READERS.find(([names]) => names.test(name))?.[1]
  if (read) return read(parts, text.trim(), element.attributes)
  if (name === 'a' && /^this https? url/i.test(text.trim())) return attributeOf(element.attributes, 'href')
  const said = isSection(name, text.trim()) ? ` ${text.trim()}${SECTION_ENDS} ` : text
  return IS_BLOCK.test(name) ? ` ${said} ` : said
}

const IS_BLOCK = new RegExp(`^(?:${BLOCKS})$`)

type ElementReader = (parts: string[], text: string, attributes: string) => string

const READERS: [names: RegExp, read: ElementReader][] = [
  [/^(?:!--|script|style|annotation|annotation-xml)$/, () => ''],
  [/^(?:h[1-6]|title)$/, (_, text) => heading(text)],
  [/^sup$/, (_, text) => raised(text)],
  [/^sub$/, (_, text) => script('_', text)],
  [/^math$/, (_, text, attributes) => formula(attributeOf(attributes, 'alttext')) || text],
  [/^tex-math$/, (_, text) => formula(text.replace(/^.*\\begin\{document\}|\\end\{document\}.*$/gs, ''))],
  [/^(?:alternatives|semantics)$/, ([first = '']) => first],
  [/^m(?:sup|over)$/, ([base = '', above = '']) => base + scripted('^', above)],
  [/^m(?:sub|under)$/, ([base = '', below = '']) => base + scripted('_', below)],
  [/^m(?:subsup|underover)$/, ([base = '', low = '', high = '']) => base + scripted('_', low) + scripted('^', high)],
  [/^mfrac$/, ([above = '', below = '']) => over(above, below)],
  [/^msqrt$/, (_, text) => `√${grouped(text)}`],
  [/^m(?:[ino]|row|style)$/, (parts) => parts.map((part) => part.trim()).join('')],
]

const formula = (tex: string): string =>
  tex === '' || tex.includes('$') ? tex : `$${tex.replaceAll('%\n', '').trim()}$`

/** “10⁵” and “Ca²⁺”, but “1st” and “37°”. */
const raised = (text: string): string =>
  /^(?:st|nd|rd|th|TM)$/.test(text) ? text : script('^', text === 'o' ? '°' : text)

/** A longer one is a note. */
const script = (sign: ScriptSign, text: string): string => (/\s|.{12}/.test(text) ? ` ${text} ` : scripted(sign, text))

// Noncharacters stand for a colon: behind a heading, and behind a word that is one if a sentence begins after it.
const HEADING_ENDS = '\uFDD0'
const SECTION_ENDS = '\uFDD1'

function heading(text: string): string {
  if (/^(?:abstract|summary)[.:]?$/i.test(text)) return ' '
  return ` ${text}${/[.:?!\uFDD0\uFDD1]$/.test(text) ? '' : HEADING_ENDS} `
}

/** Headings end with a colon where something follows. */
export const settleHeadings = (text: string): string =>
  text.replace(/\uFDD0(?=\s*(?:$|:))|\uFDD1(?!\s*[\p{Lu}\p{N}])/gu, '').replace(/[\uFDD0\uFDD1]/g, ':')

const WRAPS_SECTION = /^(?:b|strong|bold|p|div|span|i|em|italic|u|underline)$/
/** The sections of structured abstracts. */
const SECTION = new RegExp(
  `^(?:${[
    'background|introduction|context|importance|rationale|motivation|(?:study )?(?:aims?|objectives?|purpose|design)',
    'setting|participants|patients(?: and methods)?|(?:materials? and )?methods?|interventions?|main outcomes?',
    'measurements?|(?:main )?(?:results?|findings)|discussion|limitations?|interpretation|significance|funding',
    'conclusions?(?: and relevance)?',
  ].join('|')})$`,
  'iu',
)

const isSection = (name: string, text: string): boolean =>
  WRAPS_SECTION.test(name) && /^\p{Lu}/u.test(text) && SECTION.test(text)
