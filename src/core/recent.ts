/**
 * The last values, by key: what was kept longest ago makes room, and goes after its time (milliseconds). `most` are
 * kept, or what `sizeOf` says of them together.
 */
export function createRecent<T>(most: number, lifetimeMs = Number.POSITIVE_INFINITY, sizeOf = (_: T) => 1) {
  const kept = new Map<string, { value: T; until: number }>()
  let size = 0
  function drop(key: string): void {
    const known = kept.get(key)
    if (known && kept.delete(key)) size -= sizeOf(known.value)
  }
  return {
    get(key: string): T | undefined {
      const known = kept.get(key)
      return known && known.until > Date.now() ? known.value : undefined
    },
    set(key: string, value: T): void {
      drop(key)
      kept.set(key, { value, until: Date.now() + lifetimeMs })
      size += sizeOf(value)
      for (const oldest of kept.keys()) {
        if (size <= most) return
        drop(oldest)
      }
    },
    forget(prefix: string): void {
      for (const key of kept.keys()) if (key.startsWith(prefix)) drop(key)
    },
  }
}
