/** What a parser makes of it; null when it throws. */
export function attempt<T>(parse: () => T): T | null {
  try {
    return parse()
  } catch {
    return null
  }
}
