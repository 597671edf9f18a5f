// https://info.arxiv.org/help/arxiv_identifier.html: 0704.0001 to 1412.9999, five digits since 1501; before April 2007
// archive(.SUBJECT)/YYMMNNN, in the archives of that time.
const MONTH = '(?:0[1-9]|1[0-2])'
const ARCHIVE = [
  'acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga',
  'funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph',
  'q-alg|q-bio|quant-ph|solv-int|supr-con',
].join('|')

/** The source of a pattern without groups. */
export const ARXIV_ID = [
  String.raw`(?:0[7-9]|1[0-4])${MONTH}\.\d{4}(?!\d)`,
  String.raw`(?:1[5-9]|[2-9]\d)${MONTH}\.\d{5}(?!\d)`,
  String.raw`(?:${ARCHIVE})(?:\.[a-z-]{2,9})?\/(?:9[1-9]|0[0-7])${MONTH}\d{3}(?!\d)`,
].join('|')

const WHOLE = new RegExp(String.raw`^(?:(?:oai:)?arxiv(?:\.org)?:\s*)?(${ARXIV_ID})(?:v\d+)?(?:\.pdf)?$`, 'i')
/** A segment of a path, or all of a value, with a version and endings: `arXiv:2511.01234v2.pdf`. */
const SEGMENT = new RegExp(
  String.raw`(?:^|[/:=])(?:arxiv[.:_-])?(${ARXIV_ID})(?:v\d+)?(?:\.[a-z]{1,5})*(?=_?$|[^\w.-])`,
  'i',
)

/** The arXiv identifier in `2511.01234v2`, `arXiv:2511.01234` or `cs/0112017`, without its version; null: none. */
export const arxivId = (text: string): string | null => canonical(WHOLE.exec(text.trim())?.[1])

/** The identifier in a path or in a value of a query. */
export const arxivIdAt = (place: string): string | null => canonical(SEGMENT.exec(place)?.[1])

/** math.GT/0309136 and math/0309136 are one paper: the subject class is not part of the identifier. */
const canonical = (id: string | undefined): string | null => id?.toLowerCase().replace(/\.[a-z-]+\//, '/') ?? null
