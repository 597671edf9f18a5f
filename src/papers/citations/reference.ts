import type { Paper } from '../../core/paper.ts'

/** A person’s name in two parts; `given` is '' where there is one word alone, or where it is no person’s. */
export type Name = { family: string; given: string }

/** “Laurens van der Maaten” → van der Maaten, Laurens. Particles are the lower-case words before the last. */
export function nameOf(author: string): Name {
  const words = author.split(' ')
  let start = words.length - 1
  while (start > 1 && /^\p{Ll}/u.test(words[start - 1] ?? '')) start -= 1
  return { family: words.slice(start).join(' '), given: words.slice(0, Math.max(start, 0)).join(' ') }
}

/** What follows the `arxiv:` or `doi:` of a paper; null where it has no such identifier. */
export function identifierOf({ id }: Pick<Paper, 'id'>, kind: 'arxiv' | 'doi'): string | null {
  return id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : null
}
