import { either } from '../patterns.ts'

type End = { end: number; cost: number; isClause: boolean }

/** Each place where the sentence may end, with what ending there costs. */
export function endsOf(sentence: string): End[] {
  const cuts = endings.flatMap(({ pattern, cost }) =>
    [...sentence.matchAll(pattern)].map(({ index }): End => ({ end: index, cost, isClause: cost === 0 })),
  )
  return [{ end: sentence.length, cost: 0, isClause: true }, ...cuts]
}

const clauseWord = either(
  /while|whereas|whereby|thereby|enabling|allowing|leading to|resulting in|outperforming|such as|so that|in order to/,
)
const relative = either(
  /which|where|and (?:we|our|it|they|is|are|can|has|have)|(?:\w+ly )?\w{3,}ing|as well as|followed by|ranging from/,
  /in contrast to/,
)
const continuation = '(?:we|our|it|they|show|demonstrate|find|achieves?|outperforms?|then|also|thus|thereby)'
const phrase = either(
  /by (?:\w+ly )?\w+ing|compared (?:to|with)|all while|without \w+ing|using|via|through|based on|thanks to|due to|even/,
)
const preposition = '(?:with|for|from|including|especially|particularly|making|yet)'

// After a clause a sentence is whole, after a phrase it says less, before a preposition it may lack something.
const endings = [
  {
    pattern: new RegExp(
      `,? ${clauseWord}\\b|, ${relative}\\b|,? and ${continuation}\\b|;|:(?= )| [–—-]{1,3} |—|(?<=\\w)--(?=\\w)`,
      'g',
    ),
    cost: 0,
  },
  { pattern: new RegExp(`,? ${phrase}\\b|, ${preposition}\\b`, 'g'), cost: 10 },
  { pattern: / (?:across|within|during|in|at|for) (?=\w)|, (?=an? )/g, cost: 40 },
  { pattern: /(?<=\d\S*(?: [\w-]+){0,6}), (?=(?:and )?(?:an? )?[~+]?\d)/g, cost: 60 },
  // Behind a figure, what it was measured with or on may be left out before the figure is.
  {
    pattern: new RegExp(
      `(?<=\\d\\S*(?: [\\w-]+){0,4}) ${either(
        /on|over|with|relative|versus|vs\.?|against|than|from|using|when|and (?:a|an|the|\w+ing|\w+s)/,
      )} (?=\\w)`,
      'g',
    ),
    cost: 50,
  },
]
