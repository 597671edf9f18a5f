import { LONGEST_TEXT } from '../core/paper.ts'

/**
 * What somebody typed or named, as far as it is read. Without bidirectional controls, which show another text than the one that is there;
 * line breaks and joined emoji stay.
 */
export const sanitizeInput = (text: string): string => text.slice(0, LONGEST_TEXT).replace(/\p{Bidi_Control}/gu, '')
