import type { ArchiveLinks } from '../../access/reader-links.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import type { Picture } from '../../core/paper-facts.ts'
import { createRecent } from '../../core/recent.ts'
import type { Http } from '../../sources/http/http.ts'

/** Larger ones are not worth a reader's time, and hundreds of these fit into memory. */
const MAX_BYTES = 1_000_000
const KEPT = 64
/** So many are fetched at a time; a page of more shows them the next time. */
const MAX_FETCHED = 40
/** SVG may hold a script. */
const TYPES = /^image\/(png|jpeg|webp|gif|avif)\b/

type FetchedPicture = { type: string; body: Buffer }

export const pictureAddress = ({ path }: ArchiveLinks, id: PaperId): string =>
  `${path}/picture?id=${encodeURIComponent(id)}`

/** The paper’s own; null: none is known. */
export const pictureOf = ({ facts, pictures: [first] }: Paper): Picture | null =>
  facts.picture ?? (first === undefined ? null : { url: first, alt: '' })

/** Pictures of papers, fetched by Paperboy: who hosts them does not learn who reads. Null: it cannot be shown. */
export function createPictures(http: Http, signal: AbortSignal) {
  const kept = createRecent<Promise<FetchedPicture | null>>(KEPT)
  let fetching = 0

  async function fetchPicture(url: string): Promise<FetchedPicture | null> {
    fetching += 1
    try {
      const asked = { from: 'The host of a picture', about: 'a paper', accept: 'image/*', signal, publicOnly: true }
      const { contentType, body } = await http.get(url, asked)
      return TYPES.test(contentType) && body.byteLength <= MAX_BYTES ? { type: contentType, body } : null
    } catch {
      return null
    } finally {
      fetching -= 1
    }
  }

  return (paper: Paper): Promise<FetchedPicture | null> => {
    const url = pictureOf(paper)?.url
    if (url === undefined) return Promise.resolve(null)
    const known = kept.get(url)
    if (!known && fetching >= MAX_FETCHED) return Promise.resolve(null)
    const picture = known ?? fetchPicture(url)
    kept.set(url, picture)
    return picture
  }
}
