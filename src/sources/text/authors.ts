import { LONGEST_NAME, readNames } from '../../papers/names/list.ts'
import { cleanTexts, MOST_MARKUP } from './text.ts'

/**
 * The authors that the fields of a source name, with whatever markup, as a paper keeps them; a field holds one name or
 * a list of them. `natural`: no comma turns a name around, as in what arXiv writes.
 */
export async function readAuthors(fields: string[], order?: 'natural'): Promise<string[]> {
  const longest = Math.max(LONGEST_NAME, MOST_MARKUP / fields.length)
  return readNames(await cleanTexts(fields, longest), order)
}
