import { ARXIV_ID } from './arxiv-id.ts'
import { LONGEST_IDENTIFIER, type NamedPaper, readNamedPaper } from './paper-id.ts'

const MOST_PAPERS = 5
/** A limit for texts that consist of links. */
const MOST_LINKS = 200

// What ends an address in a text; Chinese and Japanese put no space before their punctuation.
const REST = String.raw`[^\s<>"“”„«»|\x60，。、；：！？（）【】「」《》]`
const NAMES = new RegExp(
  [
    `https?://${REST}+`,
    String.raw`(?<![\w@.-])(?:[a-z\d-]+\.)+[a-z]{2,}/${REST}+`,
    // A DOI of the nineties holds `<1661::AID-SIM968>`.
    String.raw`(?<![a-z\d.])10\.\d{4,9}/(?:${REST}|<\d+:[^\s<>]{1,40}>)+`,
    String.raw`(?<![a-z\d.])(?:arxiv[:\s]{0,3})?(?:${ARXIV_ID})(?:v\d+)?(?![a-z\d]|\.\d)`,
  ].join('|'),
  'gi',
)

/** The papers that a text links to or names by identifier, each once, in the order of the text. */
export function linkedPapers(text: string): NamedPaper[] {
  // [label](address) and a,b are two each; an address may be broken over two lines before its identifier.
  const parted = text.replaceAll(/\]\(|[,;](?=https?:)/gi, ' ').replaceAll(/\/\s{1,5}(?=10\.\d{4}|\d{4}\.\d{4})/g, '/')
  const papers = new Map<string, NamedPaper>()
  for (const [name] of parted.matchAll(NAMES).take(MOST_LINKS)) {
    const paper = readNamedPaper(name.slice(0, LONGEST_IDENTIFIER))
    if (paper && !papers.has(paper.id)) papers.set(paper.id, paper)
    if (papers.size === MOST_PAPERS) break
  }
  return [...papers.values()]
}
