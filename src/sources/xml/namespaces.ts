/** The namespaces of feeds by a part of their addresses, with the prefix that stands for each here. */
const NAMESPACES: [RegExp, prefix: string][] = [
  [/w3\.org\/2005\/atom|purl\.org\/(?:atom\/ns|net\/rss|rss\/1\.0\/$)|netscape\.com\/rdf|userland\.com/, ''],
  [/purl\.org\/dc\/elements/, 'dc'],
  [/purl\.org\/dc\/terms/, 'dcterms'],
  [/purl\.org\/rss\/1\.0\/modules\/content/, 'content'],
  [/prismstandard\.org/, 'prism'],
  [/itunes\.com/, 'itunes'],
  [/search\.yahoo\.com\/mrss/, 'media'],
  [/w3\.org\/1999\/02\/22-rdf/, 'rdf'],
  [/arxiv\.org\/schemas/, 'arxiv'],
  [/a9\.com.*opensearch/, 'opensearch'],
]

/** Undeclared, as in feeds that were put together from others. */
const USUAL: [string, string][] = [
  ['atom', ''],
  ['rss', ''],
]

/** Names with the prefixes of this table, whatever a document calls its namespaces. */
export function createNames(): { declare(attributes: string): void; canonical(name: string): string } {
  const prefixes = new Map(USUAL)
  return {
    declare(attributes) {
      if (!attributes.includes('xmlns:')) return
      for (const [, prefix = '', , address = ''] of attributes.matchAll(/xmlns:([\w.-]+)\s*=\s*(["'])(.*?)\2/g)) {
        const known = NAMESPACES.find(([pattern]) => pattern.test(address.trim().toLowerCase()))
        prefixes.set(prefix.toLowerCase(), known?.[1] ?? prefix.toLowerCase())
      }
    },
    canonical(name) {
      const colon = name.indexOf(':')
      if (colon < 0) return name
      const prefix = prefixes.get(name.slice(0, colon)) ?? name.slice(0, colon)
      return prefix === '' ? name.slice(colon + 1) : `${prefix}:${name.slice(colon + 1)}`
    },
  }
}
