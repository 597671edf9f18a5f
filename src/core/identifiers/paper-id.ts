import { attempt } from '../attempt.ts'
import type { PaperId } from '../paper.ts'
import { arxivId, arxivIdAt } from './arxiv-id.ts'
import { canonicalUrl } from './canonical-url.ts'
import { canonicalDoi, doiAt, trimEnd } from './doi.ts'
import { isJournal, isPreprintPage, publishersId } from './publishers.ts'

/** No browser takes a longer address everywhere. */
export const LONGEST_IDENTIFIER = 2_000
/** Redirections within each other. */
const DEEPEST = 3

/** A paper as somebody named it: `link` is the page itself where it was named by a link, which may be another. */
export type NamedPaper = { id: PaperId; link: PaperId | null }

/**
 * The paper that a text as a whole names, however it was copied: `arXiv:2511.01234v2 [cs.LG]`, `<https://doi.org/…>`,
 * `10.1234/harbour.28,`. An identifier in an address counts on any host. Null when it names none.
 */
export function readNamedPaper(text: string): NamedPaper | null {
  if (text.length > LONGEST_IDENTIFIER) return null
  // Half a surrogate pair could stand in no link.
  const trimmed = text.trim().toWellFormed()
  // What was stored as an address stays one.
  if (/^url:/i.test(trimmed)) return linked(webUrl(trimmed.slice('url:'.length)), () => null)
  const bare = trimEnd(trimmed.replace(/ ?\[[a-z-]+(?:\.[a-z-]+)?\]$/i, '').replace(/^[<([{"'“‘«„*_~`\s]+/, ''))
  // Slack writes <address|label>, Markdown [label](address).
  const named = /^(https?:[^\s|]+)\|/i.exec(bare)?.[1] ?? /^[^\]]*\]\((\S+)$/.exec(bare)?.[1] ?? bare
  const id = fromIdentifier(named)
  if (id || /\s/.test(named)) return id && { id, link: null }
  const address = webUrl(named)
  if (address) return linked(address, (url) => idInUrl(url, true))
  const guessed = /^(?:[a-z\d-]+\.)+[a-z]{2,}\/./i.test(named) ? URL.parse(`https://${named}`) : null
  const guess = guessed && idInUrl(guessed, true)
  return guess && { id: guess, link: null }
}

const linked = (url: URL | null, read: (url: URL) => PaperId | null): NamedPaper | null =>
  url && { id: read(url) ?? urlId(url), link: urlId(url) }

export const paperIdOf = (text: string): PaperId | null => readNamedPaper(text)?.id ?? null

/** The paper that a source gives as an entry’s own. A page elsewhere that names one in its address is another. */
export function sourceIdOf(text: string): PaperId | null {
  if (text.length > LONGEST_IDENTIFIER) return null
  const trimmed = text.trim().toWellFormed()
  const url = webUrl(trimmed)
  return url ? (idInUrl(url, false) ?? urlId(url)) : fromIdentifier(trimmed)
}

function fromIdentifier(text: string): PaperId | null {
  const arxiv = arxivId(text)
  return arxiv ? `arxiv:${arxiv}` : fromDoi(canonicalDoi(text.replace(/^(?:info:doi\/|(?:urn:)?doi[:\s]\s*)/i, '')))
}

function fromDoi(doi: string | null): PaperId | null {
  if (doi === null) return null
  // arXiv registers 10.48550/arXiv.<id> for every paper.
  const arxiv = arxivId(/^10\.48550\/arxiv\.(.+)$/.exec(doi)?.[1] ?? '')
  return arxiv ? `arxiv:${arxiv}` : `doi:${doi}`
}

const webUrl = (text: string): URL | null => (/^https?:/i.test(text) ? URL.parse(text) : null)
const urlId = (url: URL): PaperId => `url:${canonicalUrl(url)}`
const decoded = (text: string): string => attempt(() => decodeURIComponent(text)) ?? text

/** Null where an address says no more than where it leads. */
function idInUrl(url: URL, isPasted: boolean, depth = 0): PaperId | null {
  const host = url.hostname.replace(/^(?:www|m)\./, '')
  const path = decoded(url.pathname)
  const places = [path, ...url.searchParams.values(), decoded(url.hash.slice(1))]
  const first = (read: (place: string) => string | null, among = places) => among.map(read).find(Boolean) ?? null
  const isJournals = isPasted || isJournal(host)
  const published = publishersId(host, path + decoded(url.search), isPasted)
  const own = isJournals ? fromDoi(doiAt(path)) : null
  if (own || published) return own ?? published
  const isRedirection = REDIRECTIONS.test(host + path)
  const inner = (isPasted || isRedirection) && depth < DEEPEST ? innerUrl(url, places) : null
  const within = inner && (idInUrl(inner, isPasted, depth + 1) ?? (isRedirection ? urlId(inner) : null))
  if (within) return within
  const doi = isJournals ? fromDoi(first(doiAt)) : null
  const arxiv = isPasted || isPreprintPage(host + path) ? first(arxivIdAt) : null
  return doi ?? (arxiv ? `arxiv:${arxiv}` : null)
}

/** Addresses that lead to the one within them, wherever they stand. */
const REDIRECTIONS = new RegExp(
  String.raw`(?:^|\.)(?:${[
    String.raw`safelinks\.protection\.outlook\.com|google\.[a-z.]{2,6}/url|lm?\.facebook\.com|slack-redir\.net`,
    String.raw`urldefense\.(?:proofpoint\.)?com|web\.archive\.org|linkedin\.com/redir|out\.reddit\.com|r\.jina\.ai`,
    String.raw`youtube\.com/redirect|duckduckgo\.com/l|t\.umblr\.com|l\.instagram\.com`,
  ].join('|')})(?:/|$)`,
)

/** The address in the path of another one, or in its query. */
function innerUrl(url: URL, places: string[]): URL | null {
  const within = /https?:\/{1,2}(?=\w).*$/i.exec(url.pathname)?.[0]
  const texts = [within ? within.replace(/__;.*$/, '') + url.search : '', ...places.slice(1).map(readable)]
  const inner = texts.map((text) => /https?:\/{1,2}(?=\w)(.+)$/i.exec(text)?.[1]).find(Boolean)
  return inner === undefined ? null : URL.parse(`https://${inner}`)
}

/** Some escape an address twice, Proofpoint in its own way: `https-3A__arxiv.org_abs_…`. */
const readable = (value: string): string =>
  /^https?-3A__/.test(value)
    ? decoded(value.replaceAll('-', '%').replaceAll('_', '/'))
    : /^https?%3A/i.test(value)
      ? decoded(value)
      : value
