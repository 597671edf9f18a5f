import { either } from '../../patterns.ts'
import { meaningBearing, shows, study } from './cues.ts'

const publication = '(?:paper|work|article|study|report|letter|survey|thesis|note|research|manuscript|contribution)'
const kind = '(?:short |position |technical |research |survey |preliminary |early )'
const stems = either(
  /address|tackl|overcom|solv|mitigat|alleviat|resolv|remed|fill|bridg|clos|achiev|do|combat|meet|handl|counter/,
  /narrow|eliminat|avoid|remov|relax/,
)
const solve = `${stems}(?:e?s?|y|ing)`
const leadIn = either(
  new RegExp(`in (?:this|the present|our) ${kind}?${publication}|here`),
  new RegExp(
    `(?:to )?${solve} (?:this|these|that|those|the above|such|it|so|them)` +
      '(?! (?:require|is|are|has|have|remain|need))(?: [\\w-]+){0,4}',
  ),
  new RegExp(
    `${either(
      /(?:building|built|drawing) (?:up)?on|(?:motivated|inspired|guided|informed|powered|enabled|driven) by/,
      /(?:equipped|combined) with|leveraging|given|based on|towards?|to|on|in|under/,
      /within|across|for|using|with|via|through|beyond|from|at|despite/,
    )} (?:this|that|these|those|such|the (?:above|insights?|observations?|findings?)\\b)(?: [\\w-]+){0,3}|` +
      '\\w+ing (?:this|these|those)',
  ),
  /in (?:particular|addition|essence|practice|contrast|turn|concrete terms|fact|short|summary|response|conclusion)/,
  /besides (?:[\w-]+ ?){1,3}|in (?:other words|a nutshell|doing so|(?:our |the )?experiments)/,
  /as (?:a result|such)|at the same time/,
  /more (?:specific|precise|concrete|important)(?:al)?ly|on (?:the )?one hand|on the other hand/,
  /however|moreover|furthermore|further|also|besides|first|second|third|then|next|thus|therefore|hence|instead|overall/,
  /meanwhile|indeed|together|nevertheless|nonetheless|likewise|otherwise|yet|and|but|so|for (?:example|instance)/,
  /(?:most )?(?!recent|current|typical|usual)\w+ly/,
)
/** “Using this scalable, plain approach, we” */
const leadInBeforeComma = new RegExp(`^${leadIn}(?:, [\\w-]+ [\\w-]+(?=, (?:we|our|the)\\b))?,\\s+`, 'i')
const shortLeadIn = either(
  /in this (?:paper|work|article|study|report|letter|survey|thesis|note)/,
  /here|(?:to|towards?) this end|finally|thus|therefore|hence|then|also/,
)
const leadInBeforeWe = new RegExp(`^${shortLeadIn}\\s+(?=(?:we|I)\\s)`, 'i')

const url = /(?:https?:\/\/|www\.)[^\s)]*[^\s).,;]/i
const linkWord = '(?:at|via|on|see|from|here|under|available|publicly|online|is|are|code|project page|website)'
const trailingLink = new RegExp(`[\\s,;:–—-]*(?:\\b${linkWord}\\b[\\s,:]*)*\\(?\\s*(?:https?://|www\\.)\\S+\\s*$`, 'i')
const pointsNowhere = /\b(?:at|in|on|via|from|the|and|or|here|is|are|to|by|with)[\s.:]*$/
const sections =
  'abstract|background|introduction|objectives?|aims?|purpose|methods?|results?|conclusions?|findings|design|setting'
const label = new RegExp(`^(?:${sections}): (?=\\S)`, 'i')
const listMarker = /^(?:%|\(?(?:\d{1,2}|[ivx]{1,4}|[a-e])\)|[•*–-])\s+/
const parenthesis = /\s*(?:\([^()]*\)|\[[^[\]]*\])/g
const citation = /\bet al\b|\b(?:19|20)\d\d[a-z]?\s*[)\]]$|^\s*\[\d+(?:\s*[,–-]\s*\d+)*\]$/
const figureOrSection = '(?:figs?|figures?|tabs?|tables?|secs?|sections?|app|appendix|eqs?|algorithms?)'
const reference = new RegExp(`^\\s*\\((?:see )?${figureOrSection}\\.?\\s[^()]*\\)$`, 'i')
const acronym = /^\s*\((?=[^)]*[A-Z][^)]*[A-Z0-9])[^\s)]{2,14}\)$/

/** Where a feed cuts an abstract short: the clause that it does not end. */
const brokenOff = /, (?:which|that|and|while|where|with)\b[^,;]{0,60}(?:\.{3}|…)$/
const stars = /\*{1,2}([^*\s][^*]*)\*{1,2}/g

/** Characters: less is no sentence. */
const shortest = 24

/**
 * The sentence without “In this paper,”, links, citations and the parentheses that hold no numbers; a name's acronym
 * stays.
 */
export function cleanSentence(sentence: string): string {
  const unlabelled = sentence.replace(label, '').replace(listMarker, '')
  const linkless = dropLinks(
    (/[~*—]|--/.test(unlabelled) ? plainSigns(unlabelled) : unlabelled).replace(brokenOff, '.'),
  )
  // The rest of “Code: https://…” says nothing.
  if (linkless.length < sentence.length && (linkless.length < shortest || pointsNowhere.test(linkless))) return ''
  const whole = withFullStop(dropLeadIns(dropParentheses(linkless)))
  const bare = / (?:th(?:is|[eo]se)|such|the above) /.test(whole) ? whole.replace(backReference, '') : whole
  return bare
    .replace(/^We (?:also|further|first|then|therefore|thus|additionally|furthermore) (?=[a-z]+ )/, 'We ')
    .replace(/ ,(?= )(?<=[A-Z]\S* ,)/g, ',')
    .replace(/,(?=[a-z]{3})(?<=[a-z],)/g, ', ')
}

const plainSigns = (text: string): string =>
  text
    .replace(/~(?=\d)(?<=(\d%?)?~)/g, (_, number?: string) => (number === undefined ? '≈' : '–'))
    .replace(/\bsim(?=\d)/g, '≈')
    .replace(/(?:--|—)(?=\p{L})(?<=[\p{L}\d)](?:--|—))/gu, ' – ')
    .replace(stars, '$1')

function dropLeadIns(sentence: string): string {
  let rest = sentence
  for (;;) {
    const shorter = rest.replace(leadInBeforeComma, '').replace(leadInBeforeWe, '')
    if (shorter === rest || shorter.length < 20) return rest
    rest = capitalized(shorter)
  }
}

const toThese = `(?: \\w+ly)? ${solve} (?:this|these|those|such|the above|the aforementioned)(?: [\\w-]+){1,3}?`
/** “…, to overcome these limitations.”, “that addresses this by integrating …”: what they are, other sentences say. */
const backReference = new RegExp(
  `,?(?: (?:designed|built|developed|aimed|aiming))? (?:(?:that|which|to|by)${toThese}(?: by design)?(?=\\.$)|` +
    `to${toThese},?(?= (?:by|through|via|using|with)\\b)|(?:that|which)${toThese} by(?= \\w+ing\\b))`,
  'i',
)

const evidence = new RegExp(
  `^(?:${either(
    /our|the|these|extensive|comprehensive|thorough|experimental|empirical|further|various|systematic|rigorous/,
  )} )*${study} (?:(?:further|also|clearly|consistently) )?(?:${shows}|suggest|verif)(?:e?s|e|ed)? that `,
  'i',
)

/** The finding without “Extensive experiments show that”. */
export function dropEvidence(sentence: string): string {
  return capitalized(sentence.replace(evidence, ''))
}

function dropLinks(sentence: string): string {
  if (!url.test(sentence)) return sentence
  return sentence
    .replace(/\s*[([][^()[\]]*(?:https?:\/\/|www\.)[^()[\]]*[)\]]/gi, '')
    .replace(trailingLink, '')
    .replace(/\s*(?:\\\w+\{|[([])[\s.]*$/, '')
}

function dropParentheses(sentence: string): string {
  if (!/[([]/.test(sentence)) return sentence
  return sentence.replace(parenthesis, (found, at: number) => {
    const follows = sentence[at + found.length] ?? ' '
    // f(x), [MASK]ing and what stands inside a formula are no asides.
    if (!/^\s/.test(found) || /[\w$^_]/.test(follows) || isInsideBrackets(sentence, at)) return found
    if (
      (citation.test(found) &&
        !/\b(?:January|February|March|April|May|June|July|August|September|October|November|December)$/.test(
          sentence.slice(0, at),
        )) ||
      (/^\s*\((?:e\.g|i\.e)\./.test(found) && !found.includes('%')) ||
      reference.test(found)
    )
      return ''
    // “82.3% (printed) and 70.1% (handwritten)”.
    if (/[\d%]$/.test(sentence.slice(0, at)) && found.length < 24) return found
    if (sentence.length < 120 && /^\s*\([A-Z][\w-]* [A-Z]/.test(found)) return found
    return /\d/.test(found) || acronym.test(found) || meaningBearing.test(found) || /\((?:named|called) /.test(found)
      ? found
      : ''
  })
}

/** Whether a bracket, a quotation or a formula is open at that place. */
export function isInsideBrackets(sentence: string, at: number): boolean {
  if (!/[([{“"$]/.test(sentence)) return false
  let depth = 0
  let formula = false
  let quotation = false
  for (let i = 0; i < at; i++) {
    const char = sentence[i]
    if (char === '(' || char === '[' || char === '{' || char === '“') depth++
    else if (char === ')' || char === ']' || char === '}' || char === '”') depth--
    else if (char === '$' && sentence[i - 1] !== '\\') formula = !formula
    else if (char === '"') quotation = !quotation
  }
  return depth > 0 || formula || quotation
}

export function withFullStop(sentence: string): string {
  if (sentence.endsWith('.')) return sentence
  const bare = sentence.replace(/[\s,;:–—-]+$/, '')
  return /[.!?。！？…]["”]?$/u.test(bare) || bare === '' ? bare : `${bare}.`
}

export function capitalized(text: string): string {
  // Names such as “txt2vec” and “iGPT” keep their small letter.
  return /^\p{Ll}+(?![\p{L}\d])/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
