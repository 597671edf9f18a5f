import { z } from 'zod'
import { sourceIdOf } from '../../src/core/identifiers/paper-id.ts'
import { barePaper, type FetchResult, isoDay, type PaperSource, type Sighting } from '../../src/core/paper.ts'
import { decodeText } from '../../src/sources/http/charset.ts'
import type { Http } from '../../src/sources/http/http.ts'
import { cleanText } from '../../src/sources/text/text.ts'

const NAME = 'preprints'

/** The preprints of a server that lists them by day. */
export function createPreprints(url: string, http: Http): PaperSource {
  return {
    name: NAME,
    async fetchPapers({ since, until }, signal) {
      const asked = { from: 'Preprints', about: `${since} to ${until}`, accept: 'application/json', signal }
      return parsePreprints(await decodeText(await http.get(`${url}/list?from=${since}&to=${until}`, asked)))
    },
  }
}

const item = z.object({
  doi: z.string(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()).default([]),
  posted: isoDay,
})

/** Text in, papers out: a bad item costs one item, and is named. */
export function parsePreprints(text: string): FetchResult {
  const sightings: Sighting[] = []
  const skipped: string[] = []
  for (const [index, one] of z.array(z.unknown()).parse(JSON.parse(text)).entries()) {
    const parsed = item.safeParse(one)
    const id = parsed.success ? sourceIdOf(parsed.data.doi) : null
    if (!parsed.success || !id) {
      skipped.push(`Preprints: item ${index + 1} has no title or no DOI; it was left out.`)
      continue
    }
    const { title, abstract, authors, posted } = parsed.data
    const paper = {
      ...barePaper(id),
      title: cleanText(title),
      abstract: cleanText(abstract),
      authors: authors.map(cleanText),
      publishedAt: posted,
    }
    sightings.push({ source: NAME, day: posted, paper, upvotes: null, comments: null })
  }
  return { sightings, skipped }
}
