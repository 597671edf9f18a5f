import { anyOf, anyWord, either } from '../patterns.ts'
import type { Passage } from './passages.ts'

type ClaimPattern = { name: string; said: RegExp; held: RegExp }

// “The first stage”, “first two layers” and “first learn” claim nothing.
const countedThing = either(
  /stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line/,
  /and second|train|learn|then|, |to (?:train|learn)\b/,
)
const bestKnown = either(/state[- ]of[- ]the[- ]art|sota|records?\b/)

/** What papers like to claim: `said` in a summary needs `held` in the abstract. */
const claims: ClaimPattern[] = [
  {
    name: '“first”',
    said: anyOf(
      /\bfirst[- ]of[- ]its[- ]kind\b/,
      new RegExp(`\\b(?:is|are|be|as|was|the|their|its|our) (?:very )?first\\b(?! ${countedThing})`),
      /\bfor the first time\b|\b(?:un)?precedented\b|\bpioneer\w*/,
      /\bno (?:previous|prior|other|existing) (?:work|method|approach|study|system|model)s?\b|\bnever before\b/,
    ),
    held: anyOf(
      /\bfirst\b(?!-order)|\bpioneer|\bprecedented|\bunprecedented|\bnovel paradigm/,
      /\bto (?:the best of )?our knowledge\b|\bto the best of\b|\bno (?:previous|prior|other|existing)\b/,
      /\bnever (?:before|been)\b/,
    ),
  },
  {
    name: '“state of the art”',
    said: anyOf(
      new RegExp(`\\b(?:achiev|reach|set|attain|establish|obtain|yield|deliver)\\w*\\b[^.;]{0,40}\\b${bestKnown}`),
      new RegExp(`\\b(?:surpass|outperform|exceed|beat)\\w*\\b[^.;]{0,40}\\b${bestKnown}`),
      new RegExp(`\\b(?:new|with|at|is|are|beyond)\\b[^.;]{0,40}\\b${bestKnown}`),
      /\b(?:new|sets? an?) records?\b|\brecord[- ](?:breaking|setting)\b/,
      /\bbest (?:known|published|reported|results?|performance|in class)\b|\btops? the leaderboard\b/,
      /\bleading performance\b/,
    ),
    held: anyOf(
      /state[- ]of[- ]the[- ]arts?|\bsota\b|\brecords?\b|\bbest\b|\bsurpass|\boutperform|\bleading\b|\btop\b/,
      /\bunmatched|\bsuperior|\bunprecedented/,
    ),
  },
  {
    name: 'a win over others',
    said: anyOf(
      /\b(?:out-?perform|surpass|beat|exceed|excel|outclass|outdo|dominat|overtak|eclips|trounc)\w*\b/,
      /\b(?:better|superior|stronger|more accurate|faster|cheaper|smaller) (?:\w+ )?(?:than|to|over)\b/,
      /\bsuperior\b|\bimprov\w* (?:up)?on\b|\bimprov\w* over\b/,
    ),
    held: anyOf(
      /out-?perform|surpass|\bbeats?\b|exceed|excel|\bbetter\b|superior|improv|\bhigher\b|\blower\b|\bgains?\b/,
      /\bfaster\b|\bstronger\b|\bmore (?:accurate|efficient|effective|robust)|\breduc|\bfewer\b/,
      /\bstate[- ]of[- ]the[- ]art\b|\bbest\b|\bcompared (?:to|with)\b|\bover\b|\bthan\b|\bboost|\benhanc|\bincreas/,
      /\bsmaller\b|\badvantage|\bcheaper\b|speed/,
    ),
  },
  {
    name: 'human performance',
    said: anyWord(
      /super-?human|human[- ](?:level|parity|like)/,
      /(?:exceed|surpass|outperform|match|beat|reach|rival)\w* (?:\w+ )?(?:humans?|experts?|physicians?|doctors?)/,
      /(?:exceed|surpass|outperform|match|beat|reach|rival)\w* (?:\w+ )?(?:radiologists?|people|annotators?)/,
    ),
    held: /super-?human|\bhumans?\b|\bexperts?\b|physician|doctor|radiologist|clinician|annotator|people/i,
  },
  {
    name: 'a judgement by people',
    said: anyWord(
      /human (?:evaluat|rater|judge|stud|annotator|participant|subject|expert)\w*|user stud\w*|crowd-?work\w*/,
      /volunteers?|participants?|clinical trials?|clinicians?|patients?|survey respondents?/,
    ),
    held: anyWord(
      /humans?|users?|crowd\w*|volunteers?|participants?|clinic\w*|patients?|respondents?|annotat\w*|raters?|people/,
      /subjects?|medical|experts?/,
    ),
  },
  {
    name: 'a proof',
    said: anyWord(
      /prov(?:e|es|ed|ing|ably|able)|theorems?|provable|formal(?:ly)? (?:guarantee|verif|pro)\w*|guarantee\w*/,
      /theoretical(?:ly)?/,
    ),
    held: anyWord(
      /prov(?:e|es|ed|en|ing|ably|able)|proofs?|theorems?|theor\w*|guarantee\w*|formal\w*|bounds?|converge\w*|deriv\w*/,
      /analytic\w*|mathematic\w*|ensur\w*|certif\w*/,
    ),
  },
  {
    name: 'a release',
    said: anyWord(
      /open[- ]?sourc\w*/,
      /(?:code|data\w*|models?|weights|checkpoints?)\b[^.;]{0,40}\b(?:available|released|public)/,
      /(?:benchmark|toolkit|implementation)\b[^.;]{0,40}\b(?:available|released|public)/,
      /releas\w*|publicly available|github|hugging ?face/,
    ),
    held: anyWord(
      /open[- ]?sourc\w*|open[- ](?:weights?|data|access)|available|releas\w*|public\w*|github|hugging ?face|https?/,
      /share|contribut\w*|provid\w*|open/,
    ),
  },
  {
    name: 'use in practice',
    said: anyWord(
      /deployed|in production|production (?:systems?|traffic|use)|in use at|adopted by|rolled out|commerciali[sz]\w*/,
      /millions? of users|has been (?:adopted|deployed|used) by/,
    ),
    held: /\b(?:deploy\w*|production|adopt\w*|rolled|commercial\w*|industr\w*|online|serving|in use|users)\b/i,
  },
  {
    name: 'an award or acceptance',
    said: /\b(?:award\w*|prize|accepted (?:at|to|by)|won (?:the|first)|winning|first place|ranked first|patent\w*)\b/i,
    held: /\b(?:award\w*|prize|accepted|won|winn\w*|place|rank\w*|patent\w*)\b/i,
  },
  {
    name: 'significance',
    said: /\bstatistical(?:ly)? significan\w*|\bp ?< ?0?\.\d+/i,
    held: /\bstatistic\w*|\bsignifican\w*|\bp ?< ?0?\.\d+/i,
  },
  {
    name: '“always”',
    said: /\b(?:always|never fails?|in (?:all|every) cases?|without exception|invariably|inevitably)\b/i,
    held: anyWord(
      /always|never|invariab\w*|inevitab\w*|guarantee\w*|consistently|universal\w*|every (?:time|case)|all cases|any/,
    ),
  },
  {
    name: '“prevents”',
    said: /\b(?:prevents?|prohibits?|hinders?|blocks|impedes?|forbids?)\b/i,
    held: anyOf(
      /\b(?:prevent|prohibit|hinder|block|imped|forbid|avoid|suppress|mitigat|eliminat|without)/,
      /\b(?:stop|restrict|guard|protect|defen|collaps|overcom|alleviat)/,
    ),
  },
  {
    name: '“all”',
    said: anyWord(
      /all|every|any|universally|completely|entirely|perfect(?:ly)?|flawless\w*|eliminat\w*|fully solv\w*/,
      /solves? the problem/,
    ),
    held: anyWord(
      /all|every|any|each|always|never|universal\w*|complete\w*|entire\w*|perfect\w*|flawless\w*|eliminat\w*|remov\w*/,
      /fully|solv\w*|both|across|arbitrary|consistent\w*|whole|various|unif\w*|wide|broad|diverse/,
    ),
  },
  {
    name: 'zero-shot or training-free',
    said: anyWord(
      /zero[- ]shot|training[- ]free/,
      /without (?:any )?(?:additional |further |extra |re)?(?:fine-?tuning|training|supervision)/,
      /without (?:any )?(?:additional |further |extra |re)?(?:labels?|annotations?|retraining)/,
      /unsupervised|label[- ]free/,
    ),
    held: anyWord(
      /zero[- ]shot|training[- ]free|un(?:supervised|labell?ed)|self-supervised/,
      /(?:no|without|free|need|requir|avoid|eliminat)\w*\b[^.;]{0,50}\b(?:(?:re)?train|fine-?tun|supervis)\w*/,
      /(?:no|without|free|need|requir|avoid|eliminat)\w*\b[^.;]{0,50}\b(?:label|annotat)\w*/,
      /label[- ]free|tuning[- ]free|off-the-shelf|frozen|inference-time|test-time/,
      /(?:train|fine-?tun|label|annotat)\w*-free/,
    ),
  },
  {
    name: 'real time',
    said: /\b(?:real[- ]time|instant(?:ly|aneous\w*)?)\b/i,
    held: /\b(?:real[- ]?time|instant\w*|interactive\w*|fps|streaming|latency|frames per second|online)\b/i,
  },
]

/** The claims in the passage that the source does not make. */
export function unsupportedClaims(passage: Passage, sourceText: string): string[] {
  return claims
    .filter(({ said, held }) => said.test(passage.text) && !held.test(sourceText))
    .map(({ name, said }) => `${name} (“${said.exec(passage.text)?.[0].trim()}”)`)
}
