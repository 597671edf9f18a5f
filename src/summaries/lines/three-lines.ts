import { chooseLines } from './choose.ts'
import { clip, shorten } from './cut/shorten.ts'
import { namesOfItems } from './enumeration.ts'
import { type Context, readLines } from './line.ts'
import { isEnglish, linesOfOtherLanguage } from './other-languages.ts'
import { cleanSentence } from './wording/clean-sentence.ts'
import { proposal } from './wording/cues.ts'
import { lineLimit } from './wording/limits.ts'
import { paperName, wellKnown } from './wording/paper-name.ts'
import { restate } from './wording/restate.ts'
import { shareIn, words } from './words.ts'

/** The lines of a post, of what stands alone: what the paper is, how it works, the result with its numbers. */
export function threeLines(abstract: string[], title: string): string[] {
  const sentences = abstract.map((sentence) => restate(cleanSentence(namesOfItems(sentence) ?? sentence)))
  if (!isEnglish(sentences.join(' ').slice(0, 1_000)))
    return linesOfOtherLanguage(sentences).map((line) => clip(line, lineLimit))
  const titled = words(title)
  const context: Context = {
    sentences,
    titled,
    name: paperName(title, sentences),
    first: sentences.findIndex((sentence) => proposal.test(sentence) || /^We [a-z]+/.test(sentence)),
    isKnown: (acronym, inFull) => wellKnown.test(acronym) || title.includes(acronym) || shareIn(titled, inFull) >= 0.5,
  }
  // What stands before the sentence that says what is new is seldom about the paper, unless that comes late.
  const readFrom = (start: number) =>
    abstract.slice(start).flatMap((sentence, index) => readLines(sentence, start + index, context))
  const told = readFrom(context.first < sentences.length / 2 ? Math.max(0, context.first) : 0)
  const lines = told.length > 1 ? told : readFrom(0)
  const { what, how, result } = chooseLines(lines)
  // How it is done must stay in the line that says it.
  const shown = [what?.text, how && (shorten(how.whole, true) ?? how.text), result?.text].filter((text) => text != null)
  return shown.length > 0 ? shown : lines.slice(0, 1).map(({ text }) => text)
}
