import type { Message } from '../../src/core/message.ts'
import { type LetterLinks, renderHtml } from './render/html.ts'
import { renderText } from './render/text.ts'

export type Letter = { subject: string; html: string; text: string }

const SUBJECT_LENGTH = 150

/** A message as a letter: HTML for the programs that show it, the same words as plain text for the others. */
export function renderLetter(message: Message, links: LetterLinks): Letter {
  const subject = message.heading ?? message.note ?? 'Paperboy'
  return {
    // One line: a second one would be a header of its own.
    subject: subject.replaceAll(/\s+/g, ' ').slice(0, SUBJECT_LENGTH),
    html: renderHtml(message, links),
    text: renderText(message, links),
  }
}
