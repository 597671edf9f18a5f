import { type Element, isElement, isEmpty, settleHeadings, textOf } from './elements.ts'
import { decodeEntities } from './entities.ts'

/** The text of HTML, XHTML or JATS, escaped or not. What only looks like an element is text: `p < 0.05`, `<mask>`. */
export function markupToText(source: string): string {
  const { text, elements } = readElements(source)
  // “&lt;p&gt;…&lt;/p&gt;” was escaped once more on its way.
  const isEscaped = elements === 0 && /<\/\w|<br\b/.test(text)
  return settleHeadings(isEscaped ? readElements(text).text : text)
}

// No part of a tag goes past a `<`, so that reading is linear.
const NAME = '((?:[a-z]\\w*:)?[a-z][\\w-]*)'
const ATTRIBUTES = `((?:\\s+[^\\s"'<>/=]+(?:\\s*=\\s*(?:"[^"<]*"|'[^'<]*'|[^\\s"'<>]+))?)*)`
const TOKEN = new RegExp(`(<!--)|(-->)|<!\\[CDATA\\[|\\]\\]>|<[?!][^<>]*>|<(/?)${NAME}${ATTRIBUTES}\\s*(/?)>`, 'gi')
/** What is deeper is read as if it stood here. */
const DEEPEST = 100
/** No element begins inside these. */
const RAW = /^(?:!--|script|style)$/

function readElements(source: string): { text: string; elements: number } {
  const root: Element = { name: '', tag: '', attributes: '', parts: [] }
  const open = [root]
  let [elements, closed, read] = [0, 0, 0]
  const inner = (): Element => open.at(-1) ?? root
  const add = (text: string): unknown => text && inner().parts.push(text)

  function close(depth: number, isEnd = false): void {
    while (open.length > depth) {
      const element = open.pop() ?? root
      // “the <b> element”: nothing else in the text was marked up.
      const isText = isEnd && closed === 0 && element.attributes === ''
      add(isText ? element.tag + element.parts.join('') : textOf(element))
    }
  }

  for (const token of source.matchAll(TOKEN)) {
    const [tag, opensComment, closesComment, slash, written = '', attributes = '', isSelfClosing] = token
    add(decode(source.slice(read, token.index)))
    read = token.index + tag.length
    const name = opensComment || closesComment ? '!--' : written.toLowerCase()
    const depth = slash || closesComment ? open.findLastIndex((element) => element.name === name) : -1
    if (RAW.test(inner().name) && depth !== open.length - 1) add(tag)
    else if (depth > 0) {
      close(depth)
      closed += 1
    } else if (name === '') continue
    else if (closesComment || (!opensComment && !isElement(name, attributes))) add(tag)
    else if (!slash) {
      elements += 1
      if (isSelfClosing || isEmpty(name) || open.length >= DEEPEST) add(' ')
      else open.push({ name, tag, attributes, parts: [] })
    }
  }
  add(decode(source.slice(read)))
  close(1, true)
  return { text: root.parts.join(''), elements }
}

/** Twice, as some registries escape what was escaped. */
function decode(text: string): string {
  if (!text.includes('&')) return text
  const once = decodeEntities(text)
  const twice = /&(?:amp|lt|gt|quot|apos|nbsp|#x?[\da-f]+);/i.test(once) ? decodeEntities(once) : once
  return twice.replace(/&(\w{1,2})gr;/g, (entity, name: string) => GREEK.get(name) ?? entity)
}

/** `&bgr;` is β in ISO 8879, which older journals still write. */
const GREEK = new Map(
  'aα bβ gγ dδ eε zζ eeη thθ iι kκ lλ mμ nν xξ pπ rρ sσ tτ phφ khχ psψ ohω GΓ DΔ THΘ LΛ PΠ SΣ PHΦ PSΨ OHΩ'
    .split(' ')
    .map((pair) => [pair.slice(0, -1), pair.slice(-1)]),
)
