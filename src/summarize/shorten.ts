import { meaningBearing } from './cues.ts'

const leadIn = new RegExp(
  [
    'in (?:this|the present|our) (?:short |position |technical |research |survey )?(?:paper|work|article|study|report|letter|survey|thesis|note|research|manuscript|contribution)',
    'here',
    '(?:to|towards?) (?:this|that) end',
    'to (?:address|tackle|overcome|solve|mitigate|alleviate|resolve|remedy|fill|bridge|close|achieve|do|combat|meet|handle|counter) (?:this|these|that|those|the above|such|it|so)(?: [\\w-]+){0,4}',
    '(?:motivated|inspired) by (?:this|these|that)(?: [\\w-]+){0,3}',
    'based on (?:this|these|that)(?: [\\w-]+){0,3}',
    'for (?:this|that|these) (?:purpose|reason|end|reasons)',
    'with (?:this|that|these) in mind',
    'in (?:particular|addition|fact|short|summary|response|conclusion|other words|a nutshell|this regard|this way|doing so|our experiments|experiments|the experiments)',
    'more (?:specifically|precisely|concretely|importantly)',
    'as (?:a result|such)',
    'at the same time',
    'on (?:the )?one hand',
    'on the other hand',
    '(?:however|moreover|furthermore|further|finally|specifically|particularly|additionally|also|besides|first|second|third|firstly|secondly|thirdly|lastly|then|next|thus|therefore|hence|consequently|accordingly|instead|overall|concretely|notably|importantly|crucially|remarkably|surprisingly|interestingly|meanwhile|indeed|subsequently|together|nevertheless|nonetheless|yet|and|but|so)',
  ].join('|'),
  'i',
)
const leadInBeforeComma = new RegExp(`^(?:${leadIn.source}),\\s+`, 'i')
const leadInBeforeWe =
  /^(?:in this (?:paper|work|article|study|report|letter|survey|thesis|note)|here|(?:to|towards?) this end|finally|thus|therefore|hence|then|also)\s+(?=(?:we|I)\s)/i

const url = /(?:https?:\/\/|www\.)[^\s)]*[^\s).,;]/i
const trailingLink =
  /[\s,;:–—-]*(?:\b(?:at|via|on|see|from|here|under|available|publicly|online|is|are|code|project page|website)\b[\s,:]*)*\(?\s*(?:https?:\/\/|www\.)\S+\s*$/i
const parenthesis = /\s*(?:\([^()]*\)|\[[^[\]]*\])/g
const citation = /\bet al\b|\b(?:19|20)\d\d[a-z]?\s*[)\]]$|^\s*\[\d+(?:\s*[,–-]\s*\d+)*\]$/
const acronym = /^\s*\((?=[^)]*[A-Z][^)]*[A-Z0-9])[^\s)]{2,14}\)$/

/** The sentence without “In this paper,”, links, citations and the parentheses that hold no numbers; a name's acronym stays. */
export function tidy(sentence: string): string {
  return closed(dropLeadIns(dropParentheses(dropLinks(sentence))))
}

function dropLeadIns(sentence: string): string {
  let rest = sentence
  for (;;) {
    const shorter = rest.replace(leadInBeforeComma, '').replace(leadInBeforeWe, '')
    if (shorter === rest || shorter.length < 20) return rest
    rest = capitalized(shorter)
  }
}

function dropLinks(sentence: string): string {
  if (!url.test(sentence)) return sentence
  return sentence.replace(/\s*[([][^()[\]]*(?:https?:\/\/|www\.)[^()[\]]*[)\]]/gi, '').replace(trailingLink, '')
}

function dropParentheses(sentence: string): string {
  if (!/[([]/.test(sentence)) return sentence
  return sentence.replace(parenthesis, (found, at: number) => {
    const follows = sentence[at + found.length] ?? ' '
    // f(x), [MASK]ing and what stands inside a formula are no asides.
    if (!/^\s/.test(found) || /[\w$^_]/.test(follows) || isInsideFormula(sentence, at)) return found
    if (citation.test(found)) return ''
    return /\d/.test(found) || acronym.test(found) || meaningBearing.test(found) ? found : ''
  })
}

/**
 * The longest beginning of the sentence of at most `limit` characters that ends where a clause does and leaves out nothing
 * that turns its meaning (“not”, “only”, “up to”, “if”). Where there is none, the cut is at a word and shown by “…”.
 */
export function shorten(sentence: string, limit: number): string {
  if (sentence.length <= limit) return sentence
  const end = clauseEnds(sentence).findLast(
    (candidate) => candidate < limit && candidate >= limit / 4 && !meaningBearing.test(sentence.slice(candidate)),
  )
  if (end !== undefined) return closed(sentence.slice(0, end))
  const room = sentence.slice(0, limit)
  return `${room.slice(0, room.lastIndexOf(' ')).replace(/[\s,;:(–—-]+$/, '')}…`
}

const clauseStart = new RegExp(
  [
    ',? (?:while|whereas|whereby|thereby|enabling|allowing|leading to|resulting in|outperforming|such as|so that|in order to)\\b',
    ', (?:which|where|and (?:we|our|it|they|is|are|can|has|have)|\\w{3,}ing|as well as|followed by)\\b',
    ' and (?:we|our|show|demonstrate|find|achieves?|outperforms?)\\b',
    ';|:(?= )| [–—-]{1,3} |—',
  ].join('|'),
  'g',
)

/** Where a clause ends: offsets at which the rest of the sentence can be left out. */
function clauseEnds(sentence: string): number[] {
  return [...sentence.matchAll(clauseStart)].map(({ index }) => index).filter((at) => !isInsideBrackets(sentence, at))
}

export function isInsideBrackets(sentence: string, at: number): boolean {
  if (!/[([{“$]/.test(sentence)) return false
  let depth = 0
  let formula = false
  for (let i = 0; i < at; i++) {
    const char = sentence[i]
    if (char === '(' || char === '[' || char === '{' || char === '“') depth++
    else if (char === ')' || char === ']' || char === '}' || char === '”') depth--
    else if (char === '$' && sentence[i - 1] !== '\\') formula = !formula
  }
  return depth > 0 || formula
}

function isInsideFormula(sentence: string, at: number): boolean {
  if (!sentence.includes('$')) return false
  return (sentence.slice(0, at).match(/(?<!\\)\$/g)?.length ?? 0) % 2 === 1
}

export function closed(sentence: string): string {
  const bare = sentence.replace(/[\s,;:–—-]+$/, '')
  return /[.!?。！？…"”]$/u.test(bare) || bare === '' ? bare : `${bare}.`
}

export function capitalized(text: string): string {
  // Names such as “txt2vec” and “iGPT” keep their small letter.
  const first = /^\p{L}+/u.exec(text)?.[0] ?? ''
  const isName = /\p{Lu}/u.test(first) || /^\p{L}+\d/u.test(text)
  return isName ? text : text.charAt(0).toUpperCase() + text.slice(1)
}
