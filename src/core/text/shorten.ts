import { LONGEST_TEXT } from '../paper.ts'

/** Cuts between words, by code points, and says so with an ellipsis. */
export function shorten(text: string, length: number): string {
  const letters = [...text]
  if (letters.length <= length) return text
  const cut = letters.slice(0, length - 1).join('')
  const space = letters[length - 1] === ' ' ? cut.length : cut.lastIndexOf(' ')
  return `${(space > length / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:.–-]+$/, '')}…`
}

/** A text that somebody typed: cut, and without bidirectional controls, which show it in another order than it has. */
export const sanitizeInput = (text: string): string => text.slice(0, LONGEST_TEXT).replace(/\p{Bidi_Control}/gu, '')
