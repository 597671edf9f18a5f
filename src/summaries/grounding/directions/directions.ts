import { either } from '../../patterns.ts'

/** Words for two contrary ways; those of different axes are never compared. */
type Axis = { name: string; up: RegExp; down: RegExp }

const axis = (name: string, up: RegExp[], down: RegExp[]): Axis => ({
  name,
  up: new RegExp(`^${either(...up)}`, 'i'),
  down: new RegExp(`^${either(...down)}`, 'i'),
})

const axes = [
  axis('keeping', [/preserv|retain|maintain|keep(?:s|ing)?$|kept$/], [/sacrific|destroy|discard/]),
  axis('estimate', [/over(?:estimat|stat|think)/], [/under(?:estimat|stat|think)/]),
  axis('grain', [/finer$|precise/], [/coarse|imprecise/]),
  axis(
    'amount',
    [
      /more$|increas|gr[eo]w|ris(?:e|en|es|ing)$|rose|rais|larger|greater|higher|longer|boost|amplif|expan[ds]/,
      /elevat|lift|upregulat|aggravat|accelerat|strengthen|magnif|doubl/,
    ],
    [
      /less$|fewer|reduc|decreas|lower|drop(?!out|-)|declin|shrink|smaller|shorter|diminish|attenuat|minimi[sz]/,
      /cut(?:s|ting)?$|fall(?:s|ing|en)?$|fell$|slow|halv|mitigat|alleviat|ameliorat|limit(?:s|ed|ing)?$|weaken/,
    ],
  ),
  axis(
    'quality',
    [/improv|better|superior|outperform|surpass|exceed|enhanc|help(?:s|ed|ing)?$|benefi|succe|stronger|robust|gain/],
    [/worse|degrad|deteriorat|hurt|harm|impair|poor|inferior|underperform|lag(?:s|ged)?$|suffer|fail|los(?:e|es|t)$/],
  ),
  axis(
    'effect',
    [/enabl|allow|permit|support|promot|encourag|facilitat|induc|stimulat|activat/],
    [/prevent|prohibit|block|inhibit|hinder|hamper|suppress|discourag/],
  ),
  axis('speed', [/fast|quick|rapid/], [/slow/]),
  axis('variety', [/divers|varied|variety/], [/similar|uniform|homogen|identical/]),
  axis('supply', [/abundan|dense$|rich$/], [/scarc|rare$|sparse/]),
  axis('stability', [/stable|stabil/], [/unstable|destabil|instabil/]),
  axis(
    'size',
    [/large$|big|huge|substantial|considerabl|high$/],
    [/minimal|negligible|slight|marginal|small$|little$|low$/],
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
