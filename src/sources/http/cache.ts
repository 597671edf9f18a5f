/** A whole answer. */
export type HttpAnswer = {
  /** Where it came from, after redirects. */
  url: URL
  contentType: string
  body: Buffer
}

type CacheEntry = { answer: HttpAnswer; etag: string | null; lastModified: string | null }

/** Answers that can be asked for again with “only if it changed”: they cost the upstream and us nothing when it did not. */
export type HttpCache = {
  find(key: string): CacheEntry | null
  keep(key: string, kept: CacheEntry): void
  forget(key: string): void
}

/** The least used answers go first when together they take more than `maxBytes`. */
export function createHttpCache(maxBytes: number): HttpCache {
  const kept = new Map<string, CacheEntry>()
  let bytes = 0
  const forget = (key: string) => {
    bytes -= kept.get(key)?.answer.body.byteLength ?? 0
    kept.delete(key)
  }
  return {
    find(key) {
      const found = kept.get(key) ?? null
      if (found) {
        kept.delete(key)
        kept.set(key, found)
      }
      return found
    },
    keep(key, answer) {
      forget(key)
      // One giant must not push out everything else.
      if (answer.answer.body.byteLength > maxBytes / 4 || (!answer.etag && !answer.lastModified)) return
      kept.set(key, answer)
      bytes += answer.answer.body.byteLength
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) return
        forget(oldest)
      }
    },
    forget,
  }
}
