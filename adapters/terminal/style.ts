import { styleText } from 'node:util'
import widthOf from 'fast-string-width'
import { webAddress, wrapWords } from '../shared/text.ts'

export type TerminalStyle = {
  /** Columns; lines are wrapped at words. */
  width: number
  color: boolean
  /** Whether it takes OSC 8: text that leads somewhere. */
  links: boolean
  /** A small window: of each summary the first line. */
  brief: boolean
}

export type Paint = 'bold' | 'dim' | 'cyan' | 'underline'

export const paint = (how: Paint, text: string, { color }: Pick<TerminalStyle, 'color'>): string =>
  color ? styleText(how, text, { validateStream: false }) : text

// Upstream text is cleaned where it enters; what a terminal obeys is taken out again here, the last moment.
export const clean = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ')

/** What leads to a page: `PDF` where it can be pressed, else `PDF arxiv.org/pdf/2511.01234`, which a browser takes. */
export function linkTo(label: string, url: string, { links }: TerminalStyle): string {
  const address = webAddress(clean(url))
  const short = shortAddress(url)
  // One word: it is not broken in two.
  const shown = clean(label || short).replaceAll(' ', '\u00a0')
  if (links && address !== null) return `\u001b]8;;${address}\u001b\\${shown}\u001b]8;;\u001b\\`
  return label === '' ? short : `${shown}\u00a0${short}`
}

const shortAddress = (url: string): string =>
  clean(url)
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '')

/** Breaks at spaces to the width; the lines after the first hang below its text. What is indented is left as it is. */
export const hang = (
  first: string,
  text: string,
  { width }: TerminalStyle,
  rest = ' '.repeat(widthOf(first)),
): string => (text.startsWith(' ') ? first + text : wrapWords(text.split(' '), { first, rest, width, widthOf }))
