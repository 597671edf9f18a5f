import { either } from '../../patterns.ts'

/** Words for two contrary ways; those of different axes are never compared. */
type Axis = { name: string; up: RegExp; down: RegExp }

const axis = (name: string, up: RegExp[], down: RegExp[]): Axis => ({
  name,
  up: new RegExp(`^${either(...up)}`, 'i'),
  down: new RegExp(`^${either(...down)}`, 'i'),
})

const axes = [
  axis(
    'keeping',
    [/preserv|retain|maintain|keep(?:s|ing)?$|kept$|intact/],
    [/sacrific|destroy|discard|eras|erod|forgo/],
  ),
  axis(
    'estimate',
    [/over(?!com|all|view|head|lap|s[ei]|look|whelm)/],
    [/under(?!stand|stood|ly|li|go|pin|ta?k|way|perform)/],
  ),
  axis('grain', [/finer$|precise/], [/coarse|imprecise|rough/]),
  axis('order', [/later$|delay|last$/], [/earlier$|sooner/]),
  axis('length', [/verbos|wordy|length(?:y|ier)/], [/concis|lean(?:er)?$|succinct|terse|compact/]),
  axis(
    'amount',
    [
      /more$|increas|gr[eo]w|ris(?:e|en|es|ing)$|rose|rais|larger|greater|higher|longer|boost|amplif|expan[ds]|maximi/,
      /lengthen|elevat|widen|doubl|tripl|climb|lift|upregulat|overexpress|exacerbat|aggravat|worsen|susceptib/,
      /accelerat|amplif|strengthen|magnif|heighten|surg|soar|deepen|correlates$/,
    ],
    [
      /less$|fewer|reduc|decreas|lower|drop(?!out|-)|declin|shrink|shrank|smaller|shorter|diminish|attenuat|lessen/,
      /minimi[sz]|cut(?:s|ting)?$|narrow|curb|trim|fall(?:s|ing|en)?$|fell$|sav(?:es|ed|ing)|downregulat|abolish|slow/,
      /halv|alleviat|mitigat|ameliorat|limit(?:s|ed|ing)?$|weaken|dwindl|erod|lighter$/,
    ],
  ),
  axis(
    'quality',
    [
      /improv|better|superior|out-?perform|surpass|exceed|beats?$|enhanc|help(?:s|ed|ing)?$|benefi|excel(?:s|led)?$/,
      /succe|strengthen|stronger|robust|well$|reliabl|match|gain/,
    ],
    [
      /worse|degrad|deteriorat|hurt|harm|impair|poor|inferior|underperform|trail|lag(?:s|ged)?$|weaken|fragil/,
      /unreliabl|suffer|struggl|fail|los(?:e|es|t)$|inadequat|suboptimal/,
    ],
  ),
  axis(
    'effect',
    [/enabl|allow|permit|support|promot|encourag|facilitat|induc|stimulat|activat/],
    [/prevent|prohibit|block|inhibit|hinder|hamper|suppress|discourag|forbid/],
  ),
  axis('speed', [/fast|accelerat|speed|quick|rapid/], [/slow/]),
  axis('variety', [/divers|varied|variety|heterogen/], [/similar|uniform|rigid|homogen|monoton|identical/]),
  axis('ease', [/eas[iy]|simple$|trivial|readily/], [/hard$|difficult|challeng|complex|impossib/]),
  axis('supply', [/abundan|plenti|dense$|rich|excess|ample$/], [/scarc|rare|sparse|insufficien|lack/]),
  axis('expense', [/expensiv|costly/], [/cheap|inexpens|efficien|economic/]),
  axis('stability', [/stable|stabil|steady/], [/unstable|destabil|instabil|chaotic|fluctuat/]),
  axis(
    'size',
    [/large$|big|huge|substantial|considerabl|great$|high$|full$/],
    [/minimal|negligible|slight|marginal|small$|little$|low$|tiny/],
  ),
]

export type Direction = { axis: string; isUp: boolean }

const known = new Map<string, Direction[]>()
/** Words that are remembered; a long-running bot meets ever new ones. */
const MOST_KNOWN = 20_000

/** Which way a word points, on each axis that it belongs to. */
export function directionsOf(word: string): Direction[] {
  const found = known.get(word)
  if (found) return found
  const directions = axes.flatMap(({ name, up, down }): Direction[] =>
    up.test(word) ? [{ axis: name, isUp: true }] : down.test(word) ? [{ axis: name, isUp: false }] : [],
  )
  if (known.size < MOST_KNOWN) known.set(word, directions)
  return directions
}
