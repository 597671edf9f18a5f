import { anyOf } from '../patterns.ts'

/** What sentences of other languages say, by their wording. */
const contribution = anyOf(
  /\bwir (?:stellen|schlagen|präsentieren|entwickeln|untersuchen|zeigen)\b/,
  /\b(?:in dieser arbeit|diese arbeit|dieser beitrag|vorgestellt)\b/,
  /\bnous (?:proposons|présentons|introduisons|étudions|montrons)/,
  /\b(?:cet article|ce travail|dans cet? (?:article|travail|étude))/,
  /\b(?:proponemos|presentamos|introducimos|estudiamos|este (?:artículo|trabajo|estudio)|se (?:propone|presenta))\b/,
  /\b(?:propomos|apresentamos|este (?:artigo|trabalho)|proponiamo|presentiamo|questo (?:articolo|lavoro))\b/,
  /我们(?:提出|介绍|研究|展示)|本文|本研究|本工作|我們(?:提出|介紹)/,
  /(?:提案|紹介|開発|導入)(?:する|した|します)|本(?:論文|研究|稿)|我々は/,
)
const result = anyOf(
  /\b(?:ergebnis|übertrifft|verbesser|steig|erreicht|zeigen|reduzier|genauigkeit)/,
  /\b(?:résultats?|surpasse|améliore|atteint|réduit|montrent|gain|précision)/,
  /\b(?:resultados?|supera|mejora|alcanza|reduce|muestran|precisión)\b/,
  /结果|結果|实验|實驗|提高|优于|優於|达到|達到|降低|准确率/,
  /実験|向上|達成|上回|改善|精度/,
)
const availability = anyOf(
  /\b(?:code|quellcode|daten) (?:ist|sind|steht)\b|\b(?:code|données) (?:est|sont)\b|\bcódigo (?:está|es)\b|https?:/,
  /代码|代碼|开源|公开|コード|公開/,
)
/** Openers that lean on the sentence before. */
const refersBack = anyOf(
  /^(?:allerdings|jedoch|dennoch|außerdem|daher|deshalb|dadurch|zudem|hierzu|dazu)\b,?\s*/,
  /^dies(?:e[rs]?)? (?:ist|wird|führt)\b,?\s*/,
  /^(?:cependant|toutefois|néanmoins|de plus|ainsi|par conséquent|pour cela|en outre)\b,?\s*/,
  /^(?:sin embargo|no obstante|además|por lo tanto|para ello|así)\b,?\s*/,
  /^(?:然而|但是|因此|此外|为此|為此|しかし|そのため|また|さらに)[，、,]?\s*/,
)

/**
 * Whole sentences, in the order of the abstract: the first that says what is new, the one after it, and the last that
 * says what came out; without such words the first and the last.
 */
export function linesOfOtherLanguage(sentences: string[]): string[] {
  const told = sentences.filter((sentence) => !availability.test(sentence)).map(withoutOpener)
  const what = Math.max(
    0,
    told.findIndex((sentence) => contribution.test(sentence)),
  )
  const worth = told.map((sentence, index) =>
    index > what ? (/\d/.test(sentence) ? 2 : 0) + (result.test(sentence) ? 1 : 0) : 0,
  )
  const most = Math.max(...worth)
  const outcome = most > 0 ? worth.lastIndexOf(most) : told.length - 1
  return [...new Set([what, what + 1, outcome])]
    .filter((index) => index <= outcome || index === what)
    .flatMap((index) => told[index] ?? [])
}

/** “However,” goes where the rest is a sentence; German turns its words around, and keeps it. */
function withoutOpener(sentence: string): string {
  const rest = sentence.replace(refersBack, '')
  const isTurned = /^\p{Ll}+(?:t|en) /u.test(rest) && !/^[^,]*,/.test(sentence.slice(0, sentence.length - rest.length))
  return rest === sentence || isTurned ? sentence : rest.charAt(0).toUpperCase() + rest.slice(1)
}

const english = /\b(?:the|of|and|we|is|are|to|in|that|with|for|on|this|our|by)\b/i
const fourTimes = new RegExp(`(?:${english.source}[^]*?){4}`, 'i')

/** A sentence in nine has no such word, an abstract always. */
export const isEnglish = (text: string): boolean =>
  (fourTimes.test(text) || text.split(english).length - 1 >= (text.match(/\p{L}+/gu)?.length ?? 0) / 12) &&
  !/[\p{sc=Han}\p{sc=Hira}]{6}/u.test(text)
