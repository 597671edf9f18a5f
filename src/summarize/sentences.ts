// Built-in and as exact on abstracts as sbd, sentencex and sentence-splitter, which are slower or bring much with them.
// It knows the end marks of every script; what it lacks is English abbreviations.
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

const abbreviation =
  /(?:^|[\s(["“])(?:e\.g|i\.e|cf|vs|viz|w\.r\.t|a\.k\.a|approx|resp|ca|Figs?|Eqs?|Eqn|Secs?|Sect|Tab|Refs?|Thm|Lem|Prop|Def|Alg|App|Ch|pp?|Vol|Eds?|Dr|Drs|Prof|Mr|Mrs|Ms|St|No|Nos)\.$/i
const abbreviationThatMayEnd = /(?:^|[\s(["“])(?:et al|al|etc|Inc|Ltd|Corp|Co|Jr|Sr|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$/
const startsSentence =
  /^["“(]?(?:We|Our|This|These|That|The|It|In|On|To|For|By|With|From|As|At|Here|There|However|Moreover|Furthermore|Additionally|Finally|First|Second|Specifically|Experiments|Results|Code|Our|While|Although|Thus|Therefore|Such|They|An?|If|When|Using|Unlike|Despite|Recent(?:ly)?|Extensive|Empirical(?:ly)?)\b/
// “…the results.We propose…”: pages lose the space between sentences.
const lostSpace =
  /([\p{Ll})\]][.?!])(?=(?:We|Our|This|These|The|It|In|To|However|Moreover|Furthermore|Finally|Experiments)\s)/gu

/** The sentences of `text`, each one trimmed; together they are the whole text but for the white space between them. */
export function splitSentences(text: string): string[] {
  const flat = text.replace(/\s+/g, ' ').replace(lostSpace, '$1 ').trim()
  const sentences: string[] = []
  let open = ''
  for (const { segment } of segmenter.segment(flat)) {
    if (open && !endsSentence(open, segment)) {
      open += segment
      continue
    }
    if (open) sentences.push(open.trimEnd())
    open = segment
  }
  if (open) sentences.push(open.trimEnd())
  return sentences
}

function endsSentence(text: string, next: string): boolean {
  const before = text.trimEnd()
  if (abbreviation.test(before.slice(-14))) return false
  if (/^[\p{Ll},;)\]]/u.test(next)) return /[!?。！？]$/u.test(before) && !/^[,;)\]]/.test(next)
  if (abbreviationThatMayEnd.test(before.slice(-14))) return startsSentence.test(next)
  return !isInsideFormula(before)
}

function isInsideFormula(text: string): boolean {
  if (!text.includes('$')) return false
  const marks = text.match(/(?<!\\)\$/g)?.length ?? 0
  // Prices bring odd dollars too: a formula does not go on for half an abstract.
  return marks % 2 === 1 && text.length - text.lastIndexOf('$') < 80 && !/\$\d/.test(text.slice(text.lastIndexOf('$')))
}
