import type { Paper } from '../core/paper.ts'
import type { Section } from '../sources/arxiv/outline.ts'
import { keepSourceError, SourceError } from '../sources/source-error.ts'
import type { TextCache } from './text-cache.ts'

/** As much of a paper as can be read. */
export type PaperText = {
  sections: Section[]
  /** The page that anchors are of; null where there is none. */
  page: string | null
  /** What was read, for people: “full text, 14 of 14 sections”. */
  read: string
}

/** `reason`: a sentence that says why there is no text, and what can be done. */
export type NoText = { reason: string }

/** One way to the text of a paper. Throws a `SourceError` where it may be there another time. */
export type FetchText = (paper: Paper, signal: AbortSignal) => Promise<PaperText | NoText>

export type ReadPaperText = (paper: Paper) => Promise<PaperText>

/** Sources are asked one paper after the other, and those of the day come first. */
const MOST_AT_ONCE = 4
const NOWHERE = 'No readable text of it was found. Open its page.'

/** The text of a paper by the first of these ways that has one, else its abstract. */
export function createPaperTexts(ways: FetchText[], cache: TextCache, signal: AbortSignal): ReadPaperText {
  const reading = new Map<Paper['id'], Promise<PaperText>>()

  async function fetchText(paper: Paper): Promise<PaperText> {
    let [reason, trouble]: [string, SourceError | null] = ['', null]
    for (const way of ways) {
      const found = await way(paper, signal).catch(keepSourceError)
      if (found instanceof SourceError) {
        if (found.trouble !== 'missing') trouble ??= found
      } else if ('sections' in found) {
        cache.keep(keyOf(paper), found)
        return found
      } else reason = found.reason
    }
    return abstractOf(paper, trouble ? `${trouble.message} Please ask again later.` : reason || NOWHERE)
  }

  return async (paper) => {
    const known = cache.find(keyOf(paper))
    if (known) return known
    const others = reading.get(paper.id)
    if (others) return others
    if (reading.size >= MOST_AT_ONCE) return abstractOf(paper, 'Others are being read. Please ask again in a minute.')
    const text = fetchText(paper).finally(() => reading.delete(paper.id))
    reading.set(paper.id, text)
    return text
  }
}

/** A newer version, once it is known, is read anew. */
const keyOf = ({ id, facts: { version } }: Paper): string => (version === undefined ? id : `${id}v${version}`)

/** Where a paper was withdrawn, so was its text. */
function abstractOf({ abstract, links, facts }: Paper, reason: string): PaperText {
  const passages = abstract === '' ? [] : [{ kind: 'text' as const, anchor: '', text: abstract }]
  const section: Section = { kind: 'abstract', level: 1, number: '', title: 'Abstract', anchor: '', passages }
  const why = facts.standing ? `The paper was ${facts.standing}; \`/papers why\` says more.` : reason
  const what = abstract === '' ? 'nothing: it has no abstract here' : 'the abstract only'
  return { sections: passages.length > 0 ? [section] : [], page: links.abstract, read: `${what}. ${why}`.trim() }
}
