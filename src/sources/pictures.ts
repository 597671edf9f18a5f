import type { Paper } from '../core/paper.ts'
import type { Picture } from '../core/paper-facts.ts'
import type { FullText } from './arxiv/full-text.ts'
import type { Http } from './http/http.ts'
import { keepSourceError, SourceError } from './source-error.ts'

/** A paper's own picture: a still that somebody submitted with it, else its first figure. Null: it has none to show. */
export type FindPicture = (paper: Paper, signal: AbortSignal) => Promise<Picture | null>

type PictureOptions = { http: Http; fetchFullText(id: Paper['id'], signal: AbortSignal): Promise<FullText | null> }

/** Characters; Slack and Discord take more, and nobody listens to it. */
const LONGEST_ALT = 300
/** A figure of another licence may be looked at where it is, and not be shown elsewhere. */
const MAY_BE_SHOWN = /^https?:\/\/creativecommons\.org\//

/** Throws a `SourceError` when arXiv cannot be asked. */
export function createPictureSource({ http, fetchFullText }: PictureOptions): FindPicture {
  async function isShown(url: string, signal: AbortSignal): Promise<boolean> {
    const { host } = new URL(url)
    const asked = { from: host, about: 'a picture', accept: 'image/png, image/jpeg, image/gif, image/webp', signal }
    const found = await http.get(url, { ...asked, publicOnly: 'elsewhere' }).catch(keepSourceError)
    if (found instanceof SourceError) return false
    return found.body.length <= MOST_BYTES && FILES.test(found.body.toString('latin1', 0, 12))
  }

  return async ({ id, title, pictures: [still], facts: { licence } }, signal) => {
    if (still && (await isShown(still, signal)))
      return { url: still, alt: `Picture of “${title}”`.slice(0, LONGEST_ALT) }
    if (licence && !MAY_BE_SHOWN.test(licence)) return null
    const text = await fetchFullText(id, signal)
    if (!text?.figure || !MAY_BE_SHOWN.test(text.licence ?? licence ?? '')) return null
    const { picture: url, caption } = text.figure
    return (await isShown(url, signal)) ? { url, alt: caption.slice(0, LONGEST_ALT) || `Figure of “${title}”` } : null
  }
}

const MOST_BYTES = 5_000_000
/** How files of PNG, JPEG, GIF and WebP begin, a letter a byte. */
const FILES = /^(?:.PNG\r\n|ÿØÿ|GIF8[79]a|RIFF.{4}WEBP)/s
