import { z } from 'zod'
import { barePaper, type Paper, type PaperId } from '../../core/paper.ts'
import { dateFromParts } from '../date.ts'
import { parseJson } from '../http/json.ts'
import { SourceError } from '../source-error.ts'
import { cleanText, cleanTexts } from '../text/text.ts'

/** What doi.org answers with when it is asked for data instead of a page (https://citation.doi.org/docs.html). */
export const CSL = 'application/vnd.citationstyles.csl+json'

const text = z.string().catch('')
const answer = z.object({
  // Some registries send a list of titles.
  title: z.union([text, z.array(z.string()).transform((titles) => titles[0] ?? '')]),
  abstract: text,
  author: z.array(z.object({ given: text, family: text, literal: text })).catch([]),
  issued: z
    .object({ 'date-parts': z.array(z.array(z.coerce.number())) })
    .nullable()
    .catch(null),
})

/** Throws a `SourceError` when the answer is none; null when it names no title. */
export async function parseCsl(json: string, id: PaperId): Promise<Paper | null> {
  const data = parseJson(json)
  if (data === null) throw new SourceError(`doi.org sent something other than data about ${id}.`, 'shape')
  const parsed = answer.safeParse(data).data
  const title = cleanText(parsed?.title ?? '')
  if (!parsed || title === '') return null
  const { abstract, author, issued } = parsed
  const [year, month, day] = (issued?.['date-parts'][0] ?? []).map(String)
  return {
    ...barePaper(id),
    title,
    abstract: cleanText(abstract).replace(/^abstract[.:]?\s+(?=\p{Lu})/iu, ''),
    authors: await cleanTexts(author.map(({ given, family, literal }) => literal || `${given} ${family}`)),
    publishedAt: dateFromParts(year, month, day),
  }
}
