import { either } from '../../patterns.ts'

// “(1) … and (2) …”, “two parts: … and …”.
export const listed = new RegExp(
  either(
    /\((?:1|i|a)\)/,
    new RegExp(
      '(?<!\\b(?:across|over|on|spanning|covering|into) (?:[\\w-]+ )?)' +
        '\\b(?:two|three|four|five|six|several|key|main|core|following|namely|questions?)\\b[^:,]*(?::|$)',
    ),
  ),
  'i',
)

const amount = either(
  /boosts?|gains?|improvement|reductions?|increases?|decreases?|drops?|lack|losses|loss|rise|growth|savings?/,
  /speed-?ups?|level|degree|amount|number|share/,
)
/** Where the head ends so and the tail begins so, neither is whole. */
const belongTogether: [head: RegExp, tail: RegExp][] = [
  [
    /\b(?:ability|capacity|potential|promise|key|tr(?:y|ies)|seeks?|fails?|so|shows?|suggests?|ensures?|evidence)$/,
    /^ (?:to|that)\b/,
  ],
  [/\bfrom\b[^;]*$/i, /^ to\b/],
  [/\b(?:shift|transition)\w*\b[^,;]*$/i, /^ from\b/],
  [/\b(?:shift|transition|evolv|mov|chang)\w* from\b(?!.*\bto(?:wards?)?\b)/i, /^.*\bto(?:wards?)?\b/],
  // “coherent, visually compelling compositions”
  [
    /(?:rent|cient|stent|al|ive|ous|ful|ble|ic|ar)$/,
    /^, (?:\w+ly )?[\w-]+(?:ing|ed|ent|al|ive|ous|ful|ble|ic) (?!(?:an?|the|its?|their|our)\b|\w{2,4} )[a-z]/,
  ],
  [/: even [^,]*$/, /^, (?:which|who|whose)\b/],
  // “…: while most favour one, others favour the other”
  [/: (?:while|(?:in|on|for|with|when|by|at)(?!.*\b(?:it|we|they|is|are|can|has)\b)) [^,]*$/, /./],
  [/: (?:the|an?) [\w-]+$/, /./],
  [/\b(?:settings|conditions|cases|scenarios)$/, /^ (?:with|where|in|of|that)\b/],
  // “powered by a reader for books, a law [that …, and tools]”
  [/ [a-z][\w-]*, (?:an?|the) [^,]*$/, /^ (?:that|which)\b[^.]*, and (?![a-z]+s\b)/],
  [/\b(?:two|three|four|five) [^:,–]* – [^,]*$/, /^/],
  [/\ban? (?:[\w-]+ (?:yet|and|but) )(?:[\w-]+)$/, /^,/],
  [
    new RegExp(
      `\\b${either(
        /combin|mix|blend|interleav|integrat|align|pair|equip|replac|match|fus|merg|bridg|augment|coupl|unif/,
      )}` +
        '\\w*\\b(?!.* with\\b)' +
        '(?: \\(?[\\w.-]+(?:,\\d+)?\\)?){0,8}$',
      'i',
    ),
    /^(?: (?:for|in|on|of|to)\b[^,;]*)? with\b/,
  ],
  [/\b(?:gap|balance|trade-?off|distinction|difference|relationship|interaction|interplay)\b[^,;]*$/i, /^ between\b/],
  [
    /\b(?:convert|transform|translat|map|replac|turn|divid|split|partition)\w*\b[^,;]*$/i,
    /^ (?:(?:in)?to|with|from)\b/,
  ],
  [/\b(?:enabl|allow|encourag|requir|forc|help|teach|guid|prompt|caus|ability|able)\w*\b[^,;]*$/i, /^ to\b/],
  [/\b(?:decoupl|separat|distinguish|isolat|disentangl|differ)\w*\b[^,;]*$/i, /^ from\b/],
  // “4 % fewer tokens [on long tasks]”
  [/\d ?(?:%|x|×|points?)(?: [\w-]+){1,2}$/, /^ (?:on|in|for|over|across) /],
  [/\b(?:dimensions|aspects|factors|areas|components|metrics|fields)$/, /^,? (?:such as|like)\b/],
  [/\d ?(?:%|x|×)?$/, /^, (?:and )?[~+]?\d/],
  // “then uses the margins [to weigh each pair]”
  [/\b(?:us|leverag|employ|utili[sz])\w*(?: [\w-]+){1,2}$/, /^ to\b/],
  // “…, with newer ones [outperforming others]”
  [/, with (?:[\w-]+ ){0,3}[\w-]+$/, /^ (?:\w+ly )?\w+ing\b/],
  [/\bfirst\b/, /\b(?:then|second|finally)\b(?<!^,? (?:(?:and )?then|but also)\b.*)/],
  // “6.1 % on TartanAir and 5.1 % …”, “99 % [on HumanEval and 49 % on …]”
  [
    /\d\S*(?: [\w-]+){0,2} (?:on|in|for|over|with) [^,]+,? and (?:up to )?[~+]?\d\S*(?: [\w-]+){0,2}$/,
    /^ (?:on|in|for|over|with)\b/,
  ],
  [/\d[^,]*$/, /^ (?:on|in|for|over|with|at|to) [^,;]*(?:,| and) (?:and )?(?:an? |at least (?:an? )?)?[~+≈]?\d/],
  [/\b(?:including|such as)\b(?!.* and\b)[^;]*,[^;]*$/, /^, /],
  [listed, /^:/],
  [/./, /^ [–—-].* [–—-]{1,2} /],
  [/^[^–—]{3,28} [–—] [^–—]*$/, /^ [–—] /],
  [
    /^(?!.*\b(?:propos|introduc|present|develop|design))/i,
    /^,? and (?:\w+ )?(?:propose|introduce|present|develop|design)\b/,
  ],
  // “with a boost [in speed]”, “the number [of tokens]”
  [new RegExp(`(?<=\\b(?:an?|the|any|no) (?:[\\w%+.-]+ ){0,3}${amount})$`), /^ (?:in|of|for|to|from|over)\b/],
  // “improves accuracy [by 4 %]”
  [
    /\b(?:improv|increas|reduc|outperform|surpass|exceed|boost|lower|cut|accelerat|decreas|rais)\w*\b[^,;\d]*$/i,
    /^ (?:(?!and |or |while )[\w-]+ ){0,4}(?:by|to) (?:(?:up to|about|over|at least|nearly|more than) )?[~+≈]?\d/,
  ],
  [/\b(?:enhanc|augment|enrich|equip|supplement|extend|pair|refin)\w*(?: \w+)?$/i, /^ with\b/],
  [/\b(?:expos\w+|attribut\w+|confin\w+|generali[sz]\w*)(?: \w+)?$/i, /^ to\b/],
  // “The greatest gain [for small models]”: what bounds a best is part of it.
  [
    /\b(?:best|greatest|highest|lowest|largest|strongest|fastest|smallest|first) (?:[\w-]+ ){0,3}[\w-]+$/i,
    /^ (?:on|in|for|among|with|under|when|of|across|within|at)\b/,
  ],
]

/** Whether a cut there parts what belongs together: “improves accuracy [by 4 %]”. */
export const partsWhole = (head: string, tail: string): boolean =>
  // Few tails begin so, and only then the head is searched.
  belongTogether.some(([first, second]) => second.test(tail) && first.test(head))
