/** A segment of dots would mean another place in a link. */
const DOI = /^10\.\d{4,9}\/(?!(?:\S*\/)?\.{1,2}(?:\/|$))\S+$/

/** What publishers append to a DOI in the addresses of its forms: `/abstract`, `.full.pdf`, `/suppl_file/a.pdf`. */
const FORM = new RegExp(
  [
    '^(10\\.\\d{4,9}/.+?)(?:/(?:abs|abstract|bibtex|citations?|comments|download|e?pdf|pdfft|epub|figures?|full',
    '|fulltext|full-text|html?|issuetoc|meta|metrics|references|related|ris' +
      '|suppl|suppl_file|supplemental|summary|tables?|xml)',
    '|\\.(?:abstract|epub|full|full-text|fulltext|html?|pdf|short|xml))(?=$|[/.+;,_]).*$',
  ].join(''),
  'i',
)

/** A version is the same work, where a server has one DOI for all: bioRxiv and medRxiv, ChemRxiv, OSF. */
const VERSIONS = [
  /^(10\.(?:1101|64898)\/(?:\d{4}\.\d\d\.\d\d\.)?\d{5,9})v\d.*$/,
  /^(10\.26434\/chemrxiv\S*?)[-.]v\d+$/i,
  /^(10\.\d+\/osf\.io\/\w+?)_v\d+$/i,
  // A figure or a supplement of PLOS.
  /^(10\.1371\/journal\.p[a-z]{3}\.\d{7})\..*$/i,
]

/** A DOI as it identifies a paper: small letters, without version and form of page; null when it is none. */
export function canonicalDoi(text: string): string | null {
  let doi = text.replace(/[\s?].*$|#\w.*$/su, '')
  for (let before = ''; before !== doi; ) {
    before = doi
    doi = [FORM, ...VERSIONS].reduce(
      (shorter, pattern) => shorter.replace(pattern, '$1'),
      trimEnd(doi).replace(/_+$/, ''),
    )
  }
  return DOI.test(doi) ? doi.toLowerCase() : null
}

/** The DOI that begins somewhere in a path or in a value of a query, and goes on to its end. */
export function doiAt(place: string): string | null {
  const found = /(?:^|[/:=])(10\.\d{4,9}\/\S.*)$/s.exec(place)?.[1]
  return found === undefined ? null : canonicalDoi(found)
}

const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }

/** Without the punctuation after an identifier in a sentence, and without brackets that open before it. */
export function trimEnd(text: string): string {
  let end = text.length
  for (; end > 0; end -= 1) {
    const last = text.charAt(end - 1)
    const opening = BRACKETS[last]
    const isClosing = opening !== undefined && count(text, last, end) > count(text, opening, end)
    if (!isClosing && !/[.,:;!?'"’”»“‘…`*~\\|。，、；：！？）】」》]/.test(last)) break
  }
  return text.slice(0, end)
}

const count = (text: string, letter: string, end: number): number => text.slice(0, end).split(letter).length - 1
