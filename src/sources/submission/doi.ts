import { z } from 'zod'
import { barePaper, type IsoDay, type Paper, type PaperId } from '../../core/paper.ts'
import { parseJson } from '../http/json.ts'
import { SourceError } from '../source-error.ts'
import { cleanTexts, withoutTags } from '../text/text.ts'

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
  const parsed = answer.safeParse(data)
  const title = parsed.success ? withoutTags(parsed.data.title) : ''
  if (!parsed.success || title === '') return null
  const { abstract, author, issued } = parsed.data
  return {
    ...barePaper(id),
    title,
    abstract: withoutTags(abstract).replace(/^abstract[.:]?\s+(?=\p{Lu})/iu, ''),
    authors: await cleanTexts(author.map(({ given, family, literal }) => literal || `${given} ${family}`)),
    publishedAt: dayOf(issued?.['date-parts'][0] ?? []),
  }
}

function dayOf([year, month, day]: number[]): IsoDay | null {
  if (year === undefined || month === undefined || day === undefined) return null
  const whole = [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
  return Number.isNaN(Date.parse(whole)) ? null : whole
}
