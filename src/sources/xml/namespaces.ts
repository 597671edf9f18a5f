const PLAIN = /w3\.org\/2005\/atom|purl\.org\/(?:atom\/ns|net\/rss|rss\/1\.0\/?$)|netscape\.com\/rdf|userland\.com/i

/**
 * Elements of RSS and Atom go without a prefix, whatever a document gives them; the others’ are the same everywhere.
 */
export function createNames(): { declare(attributes: string): void; canonical(name: string): string } {
  // Undeclared, as in feeds that were put together from others.
  const plain = new Set(['atom', 'rss'])
  return {
    declare(attributes) {
      if (!attributes.includes('xmlns:')) return
      for (const [, prefix = '', address = ''] of attributes.matchAll(/xmlns:([\w.-]+)\s*=\s*["']([^"']*)/g))
        if (PLAIN.test(address.trim())) plain.add(prefix.toLowerCase())
    },
    canonical(name) {
      const colon = name.indexOf(':')
      return plain.has(name.slice(0, Math.max(colon, 0))) ? name.slice(colon + 1) : name
    },
  }
}
