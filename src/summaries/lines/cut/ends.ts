import { either } from '../../patterns.ts'

export type End = { end: number; cost: number; isClause: boolean }

/** Each place among the `longest` first characters where the sentence may end, with what ending there costs. */
export function endsOf(sentence: string, longest = sentence.length): End[] {
  const near = sentence.slice(0, longest)
  const ends: End[] = [{ end: sentence.length, cost: 0, isClause: true }]
  for (const [pattern, cost, isClause = false] of endings)
    for (let found = pattern.exec(near); found !== null; found = pattern.exec(near))
      ends.push({ end: found.index, cost, isClause })
  return ends
}

const clauseWord = either(
  /while|whereas|whereby|thereby|enabling|allowing|leading to|resulting in|outperforming|such as|so that|in order to/,
)
const relative = either(
  /which|where|(?:in|for|from|of) which|and (?:notably, )?(?:we|our|its?|they|is|are|can|has|have|\w+ly [a-z]+)/,
  /(?:\w+ly (?:and \w+ly )?)?\w{3,}ing|as well as|followed by|ranging from|in contrast to/,
)
const continuation = '(?:we|our|it|they|show|demonstrate|find|achieves?|outperforms?|then|also|thus|thereby)'
const phrase = either(
  /by (?:\w+ly )?\w+ing|compared (?:to|with)|all while|without \w+ing|using|via|through|based on|thanks to|due to|even/,
)
const preposition = '(?:with|for|from|including|especially|particularly|making|yet)'

// After a clause a sentence is whole, after a phrase it says less, before a preposition it may lack something.
const clause = new RegExp(
  `,? ${clauseWord}\\b|, (?:then|and furthermore|but (?:can |could )?also|${relative})\\b` +
    `|,? and (?:that|${continuation})\\b` +
    '|, and (?=[a-z](?:[\\w-]+ ){1,4}(?:confirm|show|reveal|demonstrate|attain|achieve|indicate|remain)s?\\b)' +
    '|;|:(?= )| [–—-]{1,3} |—|(?<=\\w)--(?=\\w)',
  'g',
)
const does = either(
  /train|propose|introduce|develop|design|build|construct|release|evaluate|present|demonstrate|show|find|provide/,
  /conduct|analy[sz]e|outline|discuss|apply/,
)
const determiner = '(?:the|an?|them|its?|their|both|how|that|more)'
const endings: [pattern: RegExp, cost: number, isClause?: boolean][] = [
  [clause, 0, true],
  [/, (?=[A-Z][\w-]+(?: [A-Z][\w-]+){0,5} \([A-Z])| (?=like [A-Z])/g, 15, true],
  [/, (?=(?:each|all|both|not(?! only)|rather than|instead of|i\.e\.) )/g, 20, true],
  // “We introduce a dataset, and train a reader …”
  [new RegExp(`,? (?:${phrase}\\b|and (?=(?:(?:further|then|also) )?${does}\\b))|, ${preposition}\\b`, 'g'), 10, true],
  [new RegExp(` and (?=(?:then |also )?(?!for|with|from|over|via|all)[a-z]{3,}[^g\\s] ${determiner}\\b)`, 'g'), 25],
  [/ and (?=(?:better|higher|lower|improved|superior|faster|stronger|greater) )/g, 30],
  [/ (?:across|within|during|in|at|for) (?=\w)/g, 40],
  [
    new RegExp(
      ` ${either(
        /(?=(?:requir|involv|spann|compris|cover|consist|encompass|featur|contain)ing \w)|to (?=[a-z]{3,} )/,
        /(?=(?:extract|collect|sourc|deriv|gather|curat|obtain|distill)ed (?:from|by|via|across|through) )/,
      )}|, (?=${either(
        /(?:\w+ly )?(?:\w+ed|known|built|shown|drawn) (?:to|by|for|with|on|from|of|as|in|via|using|around|into)\b/,
        /(?:\w+ly )?\w+ed along\b/,
        /(?:compatible|capable|consistent|suitable|comparable|similar) /,
      )})`,
      'g',
    ),
    45,
  ],
  [/ (?:with|on|from|over|between|according to|alongside|toward|relative to|versus|vs\.?|against) (?=\w)/g, 55],
  [/, (?=(?:and )?(?:an? )?[~+≈]?\d)/g, 60],
  // What is named before it has to say enough.
  [/ (?:that,?|which|whose|where|in which|(?:design|tailor|aim|develop)ed (?:to|for|at)) (?=\w)/g, 75, true],
]
