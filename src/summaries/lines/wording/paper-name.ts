import { either } from '../../patterns.ts'
import { introduction, makes } from './cues.ts'

// “GRPO”, “LiveCodeBench Pro”, “π-Flow”, “Tidemark”: up to three words, one of which begins with a capital or a digit.
const word = '[\\p{L}\\p{N}][\\p{L}\\p{N}.+\\-‐–$^]*'
const titled = new RegExp(`^(${word}(?: ${word}){0,2}): `, 'u')
const isName = /^(?=.*[\p{Lu}\p{N}])\P{Ll}|^\p{Ll}+[\p{Lu}\p{N}]/u
const common = /^(?:towards?|learning|on|an?|the|is|are|do|does|can|how|what|why|beyond|from|rethinking|revisiting)\b/i
// “We present Tidemark, a …”, “a method called Tidemark”, “a method (Tidemark)”.
const named = new RegExp(
  '\\b(?:(?:called|named|dubbed|termed|coined|namely) |[Oo]ur (?:method|approach|framework|model|system), )' +
    '([A-Z][\\w.-]*\\w)',
)
const acronym = new RegExp(`\\b${makes}e?s? [^.,;:]{0,90}?\\(([A-Z][\\w.+-]*)\\)`)
const afterVerb = new RegExp(
  `\\b${makes}e?s? ((?:[A-Z]|[a-z]+[A-Z])[\\w.-]*\\w(?: (?:[A-Z][\\w-]+|\\d[\\w.]*)){0,3})(?:,| \\(|:| [–—-])`,
)

/** What the authors call what they made, or what it is (“the memory”), by the title or the sentence that says so. */
export function paperName(title: string, sentences: string[]): string | null {
  const [, head] = titled.exec(title) ?? []
  if (head !== undefined && isName.test(head) && !common.test(head) && sentences.some((one) => one.includes(head)))
    return head
  const introduced = sentences.filter((one) => introduction.test(one))
  return introduced.map(introducedName).find((name) => name !== null) ?? introducedNoun(introduced[0] ?? '')
}

/** Whether a text names it, and not another thing whose name begins so: “Tidemark-Judge”, “TidemarkBench”. */
export function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1))
    if (!/^(?:-?\p{L}|\+)/u.test(text.slice(at + name.length))) return true
  return false
}

/** The name that a sentence gives to what it introduces. */
export const introducedName = (sentence: string): string | null =>
  [named, acronym, afterVerb]
    .map((pattern) => pattern.exec(sentence)?.[1])
    .find((one) => one && !wellKnown.test(one)) ?? null

const noun = new RegExp(
  `\\b${makes}e?s? an? (?:[\\w-]+ ){0,6}?([\\w-]+)(?=,|\\.| (?:for|that|which|to|with|based|of|called|named)\\b)`,
)

/** “The memory” of “We present a patient memory for agents”. */
export const introducedNoun = (sentence: string): string | null => {
  const [, found] = noun.exec(sentence) ?? []
  return found === undefined ? null : `the ${found}`
}

/** What everybody calls so. */
export const wellKnown = new RegExp(
  `^${either(
    /[A-Z]{1,3}L[LM]?Ms?|[VL]L?Ms?|[A-Z]+s|[DS]?RL|RL\w*|SFT|DPO|GRPO|PPO|RAG|NLP|CoT|MoE|KV|AI|AGI|GUI|VLA|VQA|QA/,
    /DiT|ViT|NeRF|CNN|GNN|GPU|KD|ICL|LoRA|SOTA|FID|T2[IV]|I2V|3D|UI|API|OCR|ASR|TTS|MDP|ODE|SDE|VAE|GAN|CLIP|We|In/,
  )}$`,
)
