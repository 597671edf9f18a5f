/** What a text says of itself by its wording: single words give it away, or phrases, none of which can be without a word of `opens`. */
export type Cue = { pattern: RegExp; words: RegExp; opens: RegExp }

function cue(words: string[], phrases: string[] = [], opens: string[] = []): Cue {
  const word = words.length > 0 ? [`\\b(?:${words.join('|')})\\b`] : []
  return {
    pattern: new RegExp([...word, ...phrases].join('|'), 'i'),
    words: exactly(words),
    opens: exactly(opens),
  }
}

const exactly = (words: string[]) => new RegExp(words.length > 0 ? `^(?:${words.join('|')})$` : '$^')

/** Words that turn or bound what a sentence claims: text that holds one is never left out. */
export const meaningBearing = cue(
  'not no nor never neither none cannot only solely merely without except unless until but although though despite however if when whenever provided assuming under almost nearly about approximately roughly partially may might could fails? failed limited instead'.split(
    ' ',
  ),
  ['\\b(?:up to|at (?:most|least)|less than|fewer than|more than|rather than)\\b', "(?<=n)['’]t\\b"],
  'up at less fewer more rather t'.split(' '),
)

const verbs =
  'propos|introduc|present|develop|describ|study|studies|stud(?:ied|ying)|investigat|explor|address|design|provid|formulat|establish|analy[sz]|examin|offer|build|construct|creat|releas|report|extend|generali[sz]|revisit|prov|deriv|suggest|argu|consider|aim|focus|tackl|contribut|give|unif|characteri[sz]|leverag|demonstrat|show|find'

export const contribution = cue(
  [],
  [
    `\\b(?:we|I|this (?:paper|work|article|study|report|survey)|the (?:paper|authors?)|our (?:work|paper|goal|aim|approach|method|main contribution))\\b[^.;]{0,40}?\\b(?:${verbs})\\w*`,
  ],
  [`(?:${verbs})\\w*`],
)

export const method = cue(
  'by using us(?:es|ed) via through consist\\w* compris\\w* leverag\\w* employ\\w* utili[sz]\\w* combin\\w* incorporat\\w* integrat\\w* train(?:s|ed)? learn(?:s|ed)? optimi[sz]\\w* encod\\w* generat\\w* framework architecture pipeline module mechanism strategy algorithm objective loss stage step formulat\\w* decompos\\w* sampl\\w*'.split(
    ' ',
  ),
  ['\\b(?:based on|fine-tun\\w*|first .{3,80} then|key (?:idea|insight)|our (?:approach|method|model|framework))\\b'],
  'based fine first key our'.split(' '),
)

export const result = cue(
  'outperform\\w* achiev\\w* improv\\w* surpass\\w* exceed\\w* reduc\\w* speed\\w* faster sota results? experiments? evaluation\\w* empirical\\w* benchmarks? accuracy demonstrat\\w* gains? better competitive superior significant\\w* effective\\w* consistently'.split(
    ' ',
  ),
  ['\\b(?:state[- ]of[- ]the[- ]art|we (?:show|find|found|observe|prove))\\b'],
  ['state', 'we'],
)

/** A number that reports something, not a part of a name such as GPT-4 or ResNet-50. */
export const figure = /(?<![\w.-])[-+±~≈]?\$?\d[\d.,]*\s?(?:%|\\%|×|x\b|percent|points?|times|k\b|M\b|B\b)?/

export const background = cue(
  ['remains?', 'often', 'typically'],
  [
    '^(?:recent(?:ly)?|existing|current(?:ly)?|previous|prior|traditional(?:ly)?|many|most|despite|although|while|however|unfortunately|conventional|deep learning|large language models|it is well[- ]known|in recent years)\\b',
    '\\b(?:has|have) (?:recently |been |become |shown |achieved |attracted |emerged )',
    '\\bis (?:a|an) (?:important|fundamental|key|challenging|crucial|critical|long-standing)\\b',
  ],
  'recent recently existing current currently previous prior traditional traditionally many most despite although while however unfortunately conventional deep large well been become shown achieved attracted emerged important fundamental key challenging crucial critical long'.split(
    ' ',
  ),
)

export const example = /^for (?:example|instance)\b/i

/** A sentence that needs the one before it. */
export const leansBack =
  /^(?:that is|another|one of these|it|they|this|these|those|such|its|their|both|to (?:do so|this end)|the (?:former|latter)|in (?:both|this|these))\b/i

/** What the authors hope for is no result, */
export const hope = /\bwe (?:believe|hope|envision|anticipate|plan)\b/i

/** and what it all means is one for want of a better. */
export const outlook =
  /^(?:(?:our|these|the) (?:findings|results|work|insights|contributions|goal) (?:is|aims?|highlight|provide|offer|suggest|open|pave|underscore|lead|affirm|challenge|establish|point)|(?:the|this) (?:report|paper) (?:outlines|details|discusses))/i

export const availability = cue(
  [],
  [
    '\\b(?:code|data(?:set)?s?|models?|weights|checkpoints?|demo|videos?|project page|website|page|implementation|resources?)\\b.{0,60}\\b(?:available|released?|open[- ]sourced?|found|accessed)\\b',
    'https?:\\/\\/|github\\.com',
  ],
  'available released? open found accessed https? github'.split(' '),
)
