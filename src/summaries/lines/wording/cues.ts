import { anyOf, anyStem, anyWord, either } from '../../patterns.ts'

/** Words that turn or bound what a sentence claims: text that holds one is never left out. */
export const meaningBearing = anyOf(
  anyWord(
    /not|no|nor|never|neither|none|cannot|only|solely|merely|without|except|unless|until|but|although|though/,
    /despite|however|if|when|whenever|provided|assuming|under|almost|nearly|about|approximately|roughly/,
    /partially|may|might|could|fails?|failed|limited|instead/,
    /up to|at (?:most|least)|less than|fewer than|more than|rather than/,
  ),
  /(?<=n)['’]t\b/,
)

/** What the authors did to find out, by which a finding is told: “experiments show that …” */
export const study = either(
  /experiments?|experimentation|results?|evaluations?|analys[ei]s|findings|studies|tests(?!-)/,
)
export const shows = either(/show|demonstrat|find|confirm|reveal|indicat|validat/)

/** What is done to what is new. */
export const makes = either(/propos|introduc|present|develop|design|construct|build|creat|releas|envision/)

const verb = either(
  /propos|introduc|present|develop|describ|study|studies|stud(?:ied|ying)|investigat|explor|address|design/,
  /provid|formulat|establish|analy[sz]|examin|offer|build|construct|creat|releas|report|extend|generali[sz]/,
  /revisit|prov|deriv|suggest|argu|consider|aim|focus|tackl|contribut|give|unif|characteri[sz]|leverag/,
  /demonstrat|show|find/,
)
const authors = either(
  /we|I|this (?:[\w-]+ )?(?:paper|work|article|study|report|survey)|the (?:paper|authors?)/,
  /our (?:work|paper|goal|aim|approach|method|main contribution)/,
)

/** What the ranker was trained with, too. */
export const contribution = new RegExp(`\\b${authors}\\b[^.;]{0,40}?\\b${verb}\\w*`, 'i')

/** The same in more words. */
const work = 'enhanc|train|appl|benchmark|evaluat|measur|improv|review|assess|identif|present|provid'
export const studied = new RegExp(`\\b(?:we|this (?:review|tutorial))\\b[^.;]{0,40}?\\b(?:${work})`, 'i')

/** What is new is named here. */
export const introduction = anyStem(
  new RegExp(`${authors}\\b[^.;,]{0,30}?\\b${makes}\\w*`),
  /is (?:proposed|introduced|presented)\b|is an? (?:novel|new)\b(?<=^\S+ \w+ \w+ \w+)/,
)

/** What is new is named or studied here. */
export const proposal = anyStem(
  introduction,
  /^(?:We|This (?:paper|work|study|survey|review)) (?:\w+ly )?(?:present|provid|invest|explor|stud)/,
  /^(?:We|This (?:paper|work|study|survey|review)) (?:\w+ly )?(?:examin|analy|revisit|address)/,
)

export const method = anyWord(
  /by|using|us(?:es|ed)|via|through|consist\w*|compris\w*|leverag\w*|employ\w*|utili[sz]\w*|combin\w*/,
  /incorporat\w*|integrat\w*|train(?:s|ed)?|learn(?:s|ed)?|optimi[sz]\w*|encod\w*|generat\w*|framework/,
  /architecture|pipeline|module|mechanism|strategy|algorithm|objective|loss|stage|step|formulat\w*/,
  /decompos\w*|sampl\w*|based on|fine-tun\w*|first .{3,80} then|key (?:idea|insight)/,
  /our (?:approach|method|model|framework)/,
)

export const result = anyWord(
  /outperform\w*|achiev\w*|improv\w*|surpass\w*|exceed\w*|reduc\w*|speed\w*|faster|sota|results?|experiments?/,
  /evaluation\w*|empirical\w*|benchmarks?|accuracy|demonstrat\w*|gains?|better|competitive|superior/,
  /significant\w*|effective\w*|consistently|state[- ]of[- ]the[- ]art|we (?:show|find|found|observe|prove)/,
)

/** What a clause of a result says. */
export const tellsResult = new RegExp(
  `\\b${either(
    /achiev|outperform|improv|reduc|surpass|exceed|show|demonstrat|confirm|uncover|prov|validat|yield|deliver|reveal/,
    /exhibit|establish|provid|enabl|obtain|attain|gain|match|reach|rais|drop|boost|lower|increas|cut|indicat|suggest/,
  )}(?:e?s|e|d|ed)?\\b`,
)

/** A verb of success near the beginning. */
export const succeeding = new RegExp(
  `^(?:\\S+ ){0,7}?(?:\\w+ly )?${either(
    /achiev|outperform|improv|surpass|exceed|reduc|boost|enabl|yield|deliver|match|reach|attain|gain|set|establish/,
    /maintain|provid|increas|show|demonstrat/,
  )}(?:e?s|e)? `,
)

/** What came out, in words that are told of findings. */
export const finding = anyWord(/reveals?|uncovers?|drops?|struggles?|excels?|comparable|matches|we discover/)

/** A number with its unit, or a fraction: what is measured rather than counted. */
export const measured = new RegExp(
  either(
    /\d(?:\s?\\?%| ?(?:x|×|times)\b|[- ]fold)|percent|\bpoints?\b(?<=\d[^,;]{0,12}points?)/,
    /\.\d+(?![\dBMK]| ?(?:million|billion|thousand)\b)(?<=(?<![\w.-])[-+±~≈]?\d*\.\d+)/,
  ),
)

/** A number that reports something, not a part of a name such as GPT-4 or ResNet-50. */
export const figure = /(?<![\w.-])[-+±~≈]?\$?\d[\d.,]*\s?(?:%|\\%|×|x\b|percent|points?|times|k\b|M\b|B\b)?/

/** What data is made of; it is no result. */
const composition = anyStem(
  /(?:contain|compris|consist|span|cover|includ|curat|collect|construct|annotat|assembl)\w*\b.*\d/,
  /(?:pairs|samples|videos|images|tokens)\b(?<=\d\S* (?:[\w-]+ )?\w+)/,
)

/** How much a text reports in numbers: percentages and points (2) more than counts (1). */
export function reported(text: string): number {
  if (measured.test(text)) return 2
  return figure.test(text) && !composition.test(text) ? 1 : 0
}

const usual = either(
  /recent(?:ly)?|existing|current(?:ly)?|previous|prior|traditional(?:ly)?|many|most|although|while/,
  /despite(?! (?:being|having|using|its|only|their)\b)/,
  /however|unfortunately|conventional|deep learning|large language models|it is well[- ]known|in recent years/,
)

/** How things stand without the paper. */
export const setting = new RegExp(`^${usual}\\b`, 'i')

/** The same, where no sentence has said yet what is new. */
export const background = anyStem(
  setting,
  /(?:remains?|often|typically)\b/,
  /(?:has|have) (?:recently |been |become |shown |achieved |attracted |emerged )/,
  /(?:is|are) (?:known|widely|commonly|crucial|essential|critical|important|vital|central|increasingly)\b/,
  /is (?:a|an) (?:important|fundamental|key|challenging|crucial|critical|long-standing)\b/,
)

/** What the authors hope for; it is no result. */
export const hope = /\bwe (?:believe|hope|anticipate|plan|argue that the future|raise questions|envision(?! [A-Z]))\b/i

/** What the results mean: a result only where there is no better one. */
export const outlook = new RegExp(
  `^(?:our|these|the|this|overall,? this) ${either(
    /findings|results|works?|insights|contributions|goal|stud(?:y|ies)|analys[ei]s|paper|report|framework|research/,
  )} (?:\\w+ly |further |also )?${either(
    /is|aims?|highlights?|provides?|offers?|suggest|opens?|paves?|underscores?|leads?|affirms?|challenges?|points?/,
    /establish(?:es)?|constitutes?|lays?|outlines?|details?|discuss(?:es)?|serves?|contributes?|represents?|advances?/,
  )}`,
  'i',
)
/** It says little of what came out. */
export const hollow = anyWord(
  /effectiveness|superiority|potential|importance|insights?|promising|feasibility|foundation|future|community/,
  /practical|versatil\w+|paves?|valuable|steps? toward\w*|new (?:standard|paradigm|benchmark)s?/,
)
export const praise = anyStem(
  /(?:valuable|actionable|key|new|practical|foundational) (?:insights?|conclusions)\b/,
  /(?:interesting|important|deep(?:er)?) (?:insights?|conclusions)\b/,
  /(?:a|an) (?:\w+ )?(?:promising|important|viable|concrete|solid) (?:step|path|direction|paradigm|starting point)\b/,
  /(?:demonstrat|show|highlight|underscor)\w* the (?:feasibility|potential|promise|value)\b|foundation for\b/,
  /pav\w+ the way\b|first step\b|further analysis\b|^we (?:also |publicly |further )?(?:release|open-source)\b/,
  /conduct\w* [^.;]{0,60}\bexperiments?\b[^,;]{0,40}$/,
)

const artefact =
  '(?:code|data(?:set)?s?|models?|weights|checkpoints?|demo|videos?|website|page|implementation|resources?)'

export const availability = anyStem(
  new RegExp(`(?:available|released?|open[- ]sourced|found|accessed|provided)\\b(?<=\\b${artefact}\\b.{0,60} \\S+)`),
  new RegExp(`(?:is|are) (?:public|open)(?<=\\b${artefact}\\b.{0,30} \\w+ \\w+)`),
  new RegExp(`(?:releas\\w*|(?:we|to|will|fully) open-sourc\\w*) (?:(?:the|our|all|both|its) |${artefact}\\b)`),
  // “Proprietary and open-source models” were only studied.
  /and open-sourc\w* (?:the|our|all|both|its)\b/,
  /will (?:be )?(?:publicly )?(?:releas|open-?sourc)/,
  /(?:is|are|be|made) publicly (?:available|released)\b|:\/\/|github\.com/,
)
