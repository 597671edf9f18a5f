import type { GroundingToken, Passage } from './passages.ts'
import { compactOf, type Source } from './source.ts'

/** Names, acronyms and datasets that the source does not hold. */
export function unsupportedNames(passage: Passage, source: Source): GroundingToken[] {
  return passage.tokens.filter(
    (token, place) =>
      isName(token, place, passage) &&
      !isOwnShortForm(token, passage) &&
      // Only the title may hold the paper's own name.
      !(place === 0 && source.title === '') &&
      !source.keys.has(token.key) &&
      !isKnown(token.text, source),
  )
}

/** “Extracellular vesicles (EVs)”: the summary says itself what the letters stand for. */
const isOwnShortForm = ({ start, text }: GroundingToken, passage: Passage) =>
  passage.text[start - 1] === '(' && /^[^)\s]*\)/.test(passage.text.slice(start + text.length))

/** Written with a capital where a sentence would not ask for one, or with capitals and digits within. */
function isName({ text }: GroundingToken, place: number, passage: Passage): boolean {
  if (/^\d+(?:[.,]\d+)*(?:st|nd|rd|th|[kKMBx]|-fold)?$/.test(text) || text.length === 1) return false
  if (/\p{L}/u.test(text) && /\d/.test(text))
    return !/^\d[\d.,]*[kKMB]?(?:-\p{Ll}+)+$/u.test(text) && !/^\d+(?:ms|s|k|x|fps|bit|d)$/i.test(text)
  if (/\p{L}\p{Lu}/u.test(text)) return true
  if (!/^\p{Lu}/u.test(text)) return false
  // Where a sentence begins, any word is written so.
  return place > 0 && !startsAfterStop(place, passage)
}

const startsAfterStop = (place: number, { text, tokens }: Passage) =>
  /[.:;!?•]\s*$/.test(text.slice(tokens[place - 1]?.start, tokens[place]?.start))

/** Whether the name stands there; one that ends in a number is no part of another number: “GPT-4” is not “GPT-4.1”. */
function holds(compact: string, name: string): boolean {
  for (let at = compact.indexOf(name); at >= 0; at = compact.indexOf(name, at + 1))
    if (!/\d$/.test(name) || !/^\.?\d/.test(compact.slice(at + name.length))) return true
  return false
}

/** Whether words beside each other begin with these letters, one of them with two. */
const spells = (words: string[], letters: string): boolean =>
  words.some((word, i) => {
    const next = words[i + 1] ?? ''
    if (!word.startsWith(letters.charAt(0)) || !next.startsWith(letters.charAt(1))) return false
    return letters.length === 2 || (letters.length === 3 && next.slice(1).includes(letters.charAt(2)))
  })

function isKnown(written: string, { keys, compact, initials, words }: Source): boolean {
  const text = written.replace(/['’]s$/, '')
  const lower = text.toLowerCase()
  const compactText = compactOf(text).replace(/s$/, '')
  if (compactText.length === 0 || keys.has(lower)) return true
  if (compactText.length > 2 ? holds(compact, compactText) : keys.has(compactText)) return true
  // “RL” is the beginning of the “RLVR” of the abstract, the “VAE” a variational autoencoder.
  if (
    /^\p{Lu}{2,5}s?$/u.test(text) &&
    ([...keys].some((key) => key.startsWith(compactText)) || spells(words, compactText))
  )
    return true
  // “Dscam1” is the Dscam of an abstract that numbers none.
  const [, base] = /^(\p{L}{4,})-?\d+$/u.exec(text) ?? []
  if (base && holds(compact, compactOf(base)) && !new RegExp(`${compactOf(base)}\\d`).test(compact)) return true
  const parts = text.split(/[-‐‑–/+]/)
  // “Mixture-of-Experts” is the MoE of the abstract.
  if (parts.length > 2 && keys.has(parts.map((part) => part.charAt(0).toLowerCase()).join(''))) return true
  // “BERT-based” holds a known name and a word.
  const isKnownPart = (part: string) =>
    /^\p{Ll}*$/u.test(part) || keys.has(part.toLowerCase()) || (part.length > 2 && holds(compact, compactOf(part)))
  if (parts.length > 1) return parts.every(isKnownPart)
  // “ViT” stands for Vision Transformers.
  const letters = text.replace(/s$/, '')
  const isAcronym = /^\p{Lu}\p{L}{1,6}$/u.test(letters) && /\p{Lu}$|\p{Lu}.*\p{Lu}/u.test(letters)
  return isAcronym && initials.includes(letters.toLowerCase())
}
