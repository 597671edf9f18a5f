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
  // “400mg”, “3B” and “10k-hour” are amounts.
  if (/^\d[\d.,]*\p{L}?\p{Ll}{0,3}(?:-\p{Ll}+)*$/u.test(text) || text.length === 1) return false
  if (/\p{L}\p{Lu}|\d/u.test(text)) return true
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

function isKnown(written: string, { keys, compact, initials, passages }: Source): boolean {
  const text = written.replace(/['’]s$/, '')
  const compactText = compactOf(text).replace(/s$/, '')
  if (compactText.length > 2 ? holds(compact, compactText) : keys.has(compactText)) return true
  // “RL” is the beginning of the “RLVR” of the abstract.
  if (/^\p{Lu}{2,5}s?$/u.test(text) && [...keys].some((key) => key.startsWith(compactText))) return true
  const parts = text.split(/[-‐‑–/+]/)
  // “Mixture-of-Experts” is the MoE of the abstract.
  if (parts.length > 2 && keys.has(parts.map((part) => part.charAt(0).toLowerCase()).join(''))) return true
  // “BERT-based” holds a known name and a word.
  const isKnownPart = (part: string) =>
    /^\p{Ll}*$/u.test(part) || keys.has(part.toLowerCase()) || (part.length > 2 && holds(compact, compactOf(part)))
  if (parts.length > 1) return parts.every(isKnownPart)
  const letters = text.replace(/s$/, '')
  // “VAE” stands for a variational autoencoder, “ViT” for Vision Transformers.
  if (/^\p{Lu}{2,3}$/u.test(letters)) {
    const [first, second, third = ''] = letters
    const spelled = new RegExp(`\\b${first}\\w*[ -]${second}\\w*${third}`, 'i')
    if (passages.some((passage) => spelled.test(passage.text))) return true
  }
  return /^\p{Lu}\p{L}{1,6}$/u.test(letters) && initials.includes(letters.toLowerCase())
}
