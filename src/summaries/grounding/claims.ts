import type { Passage } from './passages.ts'

type ClaimPattern = { name: string; said: RegExp; held: RegExp }

/** What papers like to claim: `said` in a summary needs `held` in the abstract. */
const claims: ClaimPattern[] = [
  {
    name: '“first”',
    said: /\bfirst[- ]of[- ]its[- ]kind\b|\b(?:is|are|be|as|was|the|their|its|our) (?:very )?first\b(?! (?:stage|step|phase|author|order|layer|part|two|three|few|token|sentence|line|and second|train|learn|then|, |to (?:train|learn)\b))|\bfor the first time\b|\b(?:un)?precedented\b|\bpioneer\w*|\bno (?:previous|prior|other|existing) (?:work|method|approach|study|system|model)s?\b|\bnever before\b/i,
    held: /\bfirst\b(?!-order)|\bpioneer|\bprecedented|\bunprecedented|\bnovel paradigm|\bto (?:the best of )?our knowledge\b|\bto the best of\b|\bno (?:previous|prior|other|existing)\b|\bnever (?:before|been)\b/i,
  },
  {
    name: '“state of the art”',
    said: /\b(?:achiev\w*|reach\w*|set\w*|attain\w*|establish\w*|obtain\w*|yield\w*|deliver\w*|new|with|at|is|are|beyond|surpass\w*|outperform\w*|exceed\w*|beat\w*)\b[^.;]{0,40}\b(?:state[- ]of[- ]the[- ]art|sota|records?\b)|\b(?:new|sets? an?) records?\b|\brecord[- ](?:breaking|setting)\b|\bbest (?:known|published|reported|results?|performance|in class)\b|\btops? the leaderboard\b|\bleading performance\b/i,
    held: /state[- ]of[- ]the[- ]arts?|\bsota\b|\brecords?\b|\bbest\b|\bsurpass|\boutperform|\bleading\b|\btop\b|\bunmatched|\bsuperior|\bunprecedented/i,
  },
  {
    name: 'a win over others',
    said: /\b(?:out-?perform|surpass|beat|exceed|excel|outclass|outdo|dominat|overtak|eclips|trounc)\w*\b|\b(?:better|superior|stronger|more accurate|faster|cheaper|smaller) (?:results? |performance |accuracy |\w+ )?(?:than|to|over)\b|\bsuperior\b|\bimprov\w* (?:up)?on\b|\bimprov\w* over\b/i,
    held: /out-?perform|surpass|\bbeats?\b|exceed|excel|\bbetter\b|superior|improv|\bhigher\b|\blower\b|\bgains?\b|\bfaster\b|\bstronger\b|\bmore (?:accurate|efficient|effective|robust)|\breduc|\bfewer\b|\bstate[- ]of[- ]the[- ]art\b|\bbest\b|\bcompared (?:to|with)\b|\bover\b|\bthan\b|\bboost|\benhanc|\bincreas|\bsmaller\b|\badvantage|\bcheaper\b|speed/i,
  },
  {
    name: 'human performance',
    said: /\b(?:super-?human|human[- ](?:level|parity|like)|(?:exceed|surpass|outperform|match|beat|reach|rival)\w* (?:\w+ )?(?:humans?|experts?|physicians?|doctors?|radiologists?|people|annotators?))\b/i,
    held: /super-?human|\bhumans?\b|\bexperts?\b|physician|doctor|radiologist|clinician|annotator|people/i,
  },
  {
    name: 'a judgement by people',
    said: /\b(?:human (?:evaluat|rater|judge|stud|annotator|participant|subject|expert)\w*|user stud\w*|crowd-?work\w*|volunteers?|participants?|clinical trials?|clinicians?|patients?|survey respondents?)\b/i,
    held: /\b(?:humans?|users?|crowd\w*|volunteers?|participants?|clinic\w*|patients?|respondents?|annotat\w*|raters?|people|subjects?|medical|experts?)\b/i,
  },
  {
    name: 'a proof',
    said: /\b(?:prov(?:e|es|ed|ing|ably|able)|theorems?|provable|formal(?:ly)? (?:guarantee|verif|pro)\w*|guarantee\w*|theoretical(?:ly)?)\b/i,
    held: /\b(?:prov(?:e|es|ed|en|ing|ably|able)|proofs?|theorems?|theor\w*|guarantee\w*|formal\w*|bounds?|converge\w*|deriv\w*|analytic\w*|mathematic\w*|ensur\w*|certif\w*)\b/i,
  },
  {
    name: 'a release',
    said: /\b(?:open[- ]?sourc\w*|(?:code|data\w*|models?|weights|checkpoints?|benchmark|toolkit|implementation)\b[^.;]{0,40}\b(?:available|released|public)|releas\w*|publicly available|github|hugging ?face)\b/i,
    held: /\b(?:open[- ]?sourc\w*|open[- ](?:weights?|data|access)|available|releas\w*|public\w*|github|hugging ?face|https?|share|contribut\w*|provid\w*|open)\b/i,
  },
  {
    name: 'use in practice',
    said: /\b(?:deployed|in production|production (?:systems?|traffic|use)|in use at|adopted by|rolled out|commerciali[sz]\w*|millions? of users|has been (?:adopted|deployed|used) by)\b/i,
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
    held: /\b(?:always|never|invariab\w*|inevitab\w*|guarantee\w*|consistently|universal\w*|every (?:time|case)|all cases|any)\b/i,
  },
  {
    name: '“prevents”',
    said: /\b(?:prevents?|prohibits?|hinders?|blocks|impedes?|forbids?)\b/i,
    held: /\b(?:prevent|prohibit|hinder|block|imped|forbid|avoid|suppress|mitigat|eliminat|without|stop|restrict|guard|protect|defen|collaps|overcom|alleviat)/i,
  },
  {
    name: '“all”',
    said: /\b(?:all|every|any|universally|completely|entirely|perfect(?:ly)?|flawless\w*|eliminat\w*|fully solv\w*|solves? the problem)\b/i,
    held: /\b(?:all|every|any|each|always|never|universal\w*|complete\w*|entire\w*|perfect\w*|flawless\w*|eliminat\w*|remov\w*|fully|solv\w*|both|across|arbitrary|consistent\w*|whole|various|unif\w*|wide|broad|diverse)\b/i,
  },
  {
    name: 'zero-shot or training-free',
    said: /\b(?:zero[- ]shot|training[- ]free|without (?:any )?(?:additional |further |extra |re)?(?:fine-?tuning|training|supervision|labels?|annotations?|retraining)|unsupervised|label[- ]free)\b/i,
    held: /\b(?:zero[- ]shot|training[- ]free|un(?:supervised|labell?ed)|self-supervised|(?:no|without|free|need|requir|avoid|eliminat)\w*\b[^.;]{0,50}\b(?:train|fine-?tun|supervis|label|annotat|retrain)\w*|label[- ]free|tuning[- ]free|off-the-shelf|frozen|inference-time|test-time|(?:train|fine-?tun|label|annotat)\w*-free)\b/i,
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
