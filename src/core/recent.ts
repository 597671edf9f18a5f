/** The last values, by key: what was kept longest ago makes room, and goes after its time (milliseconds). */
export function createRecent<T>(most: number, lifetimeMs = Number.POSITIVE_INFINITY) {
  const kept = new Map<string, { value: T; until: number }>()
  return {
    get(key: string): T | undefined {
      const known = kept.get(key)
      return known && known.until > Date.now() ? known.value : undefined
    },
    set(key: string, value: T): void {
      kept.delete(key)
      kept.set(key, { value, until: Date.now() + lifetimeMs })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
    forget(prefix: string): void {
      for (const key of kept.keys()) if (key.startsWith(prefix)) kept.delete(key)
    },
  }
}
