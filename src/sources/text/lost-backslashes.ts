/** Puts back the backslashes of formulas that some pages drop: `18times`, `varepsilon`, `texttt{D}ual`. */
export function restoreBackslashes(text: string): string {
  const linked = /\{|frac\d/.test(text)
    ? text.replace(LINK_TEXT, (_, link: string, words: string) => linkSaying(link, words)).replace(COMMAND, '\\$&')
    : text
  return linked
    .replace(/left([([|])([^()[\]]{1,200}?)right([)\]|])/g, (_, open, inside, close) => open + inside.trim() + close)
    .replace(/\b(\d+) times \1\b/g, '$1 × $1')
    .replace(ABOUT, '∼')
    .replace(SIGN, '\\$&{}')
}

/** `\href{https://…}{here}` became `https://…{here}`. */
const LINK_TEXT =
  /(?:\\?href\{)?((?:https?:\/\/|\b[\w-]+\.(?:com|io|org)\/)[^\s{}]{1,300})(?<![_^])\{(?:\w+\{)?([^{}]{0,300})\}{1,2}/g

const linkSaying = (link: string, words: string): string =>
  words.split(' ').length < 3 || /^(?:this|the|our|project) /i.test(words) ? link : `${words} (${link})`

/** “sim30 hours”, but not “in sim 30% of them”, “sim2real” or the gene sim1. */
const ABOUT = new RegExp(
  [
    '(?:\\{sim\\}|(?<=\\dtimes|(?<![\\w\\\\-]|\\b(?:in|from|real|to|the|of|and) ))sim[! ]{0,2})',
    '(?=\\d(?:[\\d%×KMBk\\\\]|[.,]\\d)|\\dtimes' +
      '|\\d ?(?:hours?|days?|minutes?|seconds?|min|ms|s|GPUs?|points|[GT]B)\\b)',
  ].join(''),
  'g',
)

const FONTS = 'text(?:tt|bf|it|sc|rm)?|emph|math(?:cal|bb|bf|rm|sf|it)|operatorname|(?:wide)?(?:hat|tilde)|bar'
const COMMAND = new RegExp(`(?<![A-Za-z\\\\])(?:(?:${FONTS})(?=\\{)|frac(?=\\d\\d))`, 'g')

const GREEK = [
  'alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|ell',
  'Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega',
].join('|')
const NO_WORDS = [
  '(?:long|Long)?(?:left|right|leftright|Left|Right|Leftright)arrow|(?:up|down)arrow|propto|cdots?|ldots|infty|nabla',
  'forall|var(?:epsilon|phi|theta|rho|sigma|kappa|nothing)|(?<![A-Za-z])(?:[lg]eq(?:slant)?|neq)',
].join('|')
const SIGN = new RegExp(
  [
    `(?:${NO_WORDS})(?![a-z])(?<!\\\\[A-Za-z]{1,30})`,
    `(?<![A-Za-z\\\\])(?:${GREEK})(?=[_^](?:\\{|\\d(?!\\d)|[A-Za-z](?!\\w)))|(?<=\\{)(?:${GREEK})(?=\\})`,
    '(?<=\\d|\\^circ|\\b[A-Zmnk]|[\\d}]\\{)times(?= ?[A-Zmnk\\d]\\b|∼|(?![a-z]))',
    '(?<=\\^\\{?)circ(?![a-su-z])|(?<![A-Za-z\\\\])approx(?= ?-?\\.?\\d)|(?<![\\w\\\\])pm(?=\\d)',
  ].join('|'),
  'g',
)
