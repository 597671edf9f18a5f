/** As they are meant: in an address `%25` is `%`. Throws for a % that begins no code. */
export const credentialsOf = ({ username, password }: URL): string[] => [username, password].map(decodeURIComponent)

/** An address as `fetch` takes it, without user and password, and the header that takes their place; null: neither. */
export function withoutCredentials(address: URL): { url: URL; authorization: string | null } {
  const url = new URL(address)
  const credentials = credentialsOf(url).join(':')
  url.username = ''
  url.password = ''
  return { url, authorization: credentials === ':' ? null : `Basic ${Buffer.from(credentials).toString('base64')}` }
}
