import type { Paper } from '../../core/paper.ts'

/** What follows the `arxiv:` or `doi:` of a paper; null where it has no such identifier. */
export function identifierOf({ id }: Pick<Paper, 'id'>, kind: 'arxiv' | 'doi'): string | null {
  return id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : null
}
