/** A whole answer. */
export type HttpAnswer = {
  /** Where it came from, after redirects. */
  url: URL
  contentType: string
  body: Buffer
}

type CacheEntry = { answer: HttpAnswer; etag: string | null; lastModified: string | null }

/** Answers for conditional requests: one that did not change costs the upstream and us nothing. */
export type HttpCache = {
  find(key: string): CacheEntry | null
  keep(key: string, entry: CacheEntry): void
  forget(key: string): void
}

/** The least recently used answers go first when together they take more than `maxBytes`. */
export function createHttpCache(maxBytes: number): HttpCache {
  const entries = new Map<string, CacheEntry>()
  let bytes = 0
  const forget = (key: string) => {
    bytes -= entries.get(key)?.answer.body.byteLength ?? 0
    entries.delete(key)
  }
  return {
    find(key) {
      const found = entries.get(key)
      if (!found) return null
      entries.delete(key)
      entries.set(key, found)
      return found
    },
    keep(key, entry) {
      forget(key)
      const { byteLength } = entry.answer.body
      // One giant must not push out everything else.
      if (byteLength > maxBytes / 4 || (!entry.etag && !entry.lastModified)) return
      entries.set(key, entry)
      bytes += byteLength
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) return
        forget(oldest)
      }
    },
    forget,
  }
}
