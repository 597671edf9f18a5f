import { LONGEST_TEXT } from '../core/paper.ts'

/** A text that somebody typed: cut, and without bidirectional controls, which show it in another order than it has. */
export const sanitizeInput = (text: string): string => text.slice(0, LONGEST_TEXT).replace(/\p{Bidi_Control}/gu, '')
