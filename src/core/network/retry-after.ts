/** A server that asks for more is broken, and is asked again. */
const LONGEST_MS = 86_400_000

/** Milliseconds that `Retry-After` asks to wait, in seconds or as a date (RFC 9110, 10.2.3); null: neither. */
export function retryAfterMs(headers: Headers | undefined): number | null {
  const said = headers?.get('retry-after')?.trim()
  if (!said) return null
  const wait = Number.isFinite(Number(said)) ? Number(said) * 1_000 : Date.parse(said) - Date.now()
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), LONGEST_MS)
}
