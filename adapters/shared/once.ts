/** Fetches once, when first needed. A failure is not remembered: the next call asks again. */
export function once<T>(fetchIt: () => Promise<T>): () => Promise<T> {
  let fetched: Promise<T> | null = null
  return () => {
    fetched ??= fetchIt().catch((error: unknown) => {
      fetched = null
      throw error
    })
    return fetched
  }
}
