import { z } from 'zod'
import { barePaper, type Paper, type PaperId } from '../../core/paper.ts'
import { factsOf, type Standing } from '../../core/paper-facts.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { LONGEST_NAME, MOST_NAMES } from '../../papers/names/list.ts'
import { type Name, nameOf, nameText, readName } from '../../papers/names/name.ts'
import { dateFromParts, mostExact } from '../date.ts'
import { listOf, parseJson } from '../http/json.ts'
import { SourceError } from '../source-error.ts'
import { cleanLink, cleanText } from '../text/text.ts'

/** What doi.org answers with when it is asked for data instead of a page (https://citation.doi.org/docs.html). */
export const CSL = 'application/vnd.citationstyles.csl+json'

const text = z.string().catch('')
const cslName = z.object({
  given: text,
  family: text,
  suffix: text,
  'non-dropping-particle': text,
  'dropping-particle': text,
  literal: text,
  // Crossref names groups so.
  name: text,
})
const date = z
  .object({ 'date-parts': z.tuple([z.array(z.coerce.string())], z.unknown()) })
  .nullable()
  .catch(null)
/** Some registries send a list. */
const title = z.union([z.string(), z.tuple([z.string()], z.unknown()).transform(([first]) => first)]).catch('')
const updates = listOf(z.object({ type: text }))
const answer = z.object({
  title,
  subtitle: title,
  'container-title': title,
  license: listOf(z.object({ URL: text })),
  // Crossref: notices of retraction, and what a notice is about (https://www.crossref.org/documentation/crossmark).
  'updated-by': updates,
  'update-to': updates,
  abstract: text,
  author: listOf(cslName, MOST_NAMES),
  issued: date,
  published: date,
  'published-online': date,
})

/** Throws a `SourceError` when the answer is none; null when it names no title. */
export async function parseCsl(json: string, id: PaperId): Promise<Paper | null> {
  const data = parseJson(json)
  if (data === null) throw new SourceError(`doi.org sent something other than data about ${id}.`, 'shape')
  const parsed = answer.safeParse(data).data
  const [title = '', subtitle = ''] = [parsed?.title, parsed?.subtitle].map((one) => cleanText(one ?? ''))
  if (!parsed || title === '') return null
  const dates = [parsed.issued, parsed.published, parsed['published-online']].flatMap((one) => {
    const [year, month, day] = one?.['date-parts'][0] ?? []
    return dateFromParts(year, month, day) ?? []
  })
  return {
    ...barePaper(id),
    title: subtitle === '' || title.includes(subtitle) ? title : `${title}: ${subtitle}`,
    abstract: cleanText(parsed.abstract).replace(/^abstract[.:]?\s+(?=\p{Lu})/iu, ''),
    authors: await namesOf(parsed.author),
    publishedAt: mostExact(dates),
    facts: factsOf({
      standing: standingBy([...parsed['updated-by'], ...parsed['update-to']]),
      journal: cleanText(parsed['container-title']),
      licence: cleanLink(parsed.license[0]?.URL ?? ''),
    }),
  }
}

function standingBy(updates: { type: string }[]): Standing | null {
  const types = updates.map(({ type }) => type.toLowerCase())
  if (types.some((type) => type.startsWith('retraction'))) return 'retracted'
  return types.some((type) => /^(?:withdrawal|removal)/.test(type)) ? 'withdrawn' : null
}

async function namesOf(authors: z.output<typeof answer>['author']): Promise<string[]> {
  const yieldToEventLoop = createYielder()
  const names: string[] = []
  for (const author of authors) {
    await yieldToEventLoop()
    names.push(nameText(nameFrom(author)))
  }
  return names.filter((name) => name !== '')
}

function nameFrom(author: z.output<typeof cslName>): Name {
  const clean = (part: string) => cleanText(part.slice(0, LONGEST_NAME))
  const [given, family, suffix] = [clean(author.given), clean(author.family), clean(author.suffix)]
  const whole = clean(author.literal || author.name) || (given === '' ? family : '')
  if (whole !== '') return whole.includes(',') ? readName(whole) : { literal: whole }
  const particle = clean(`${author['non-dropping-particle']} ${author['dropping-particle']}`)
  return nameOf({ given, particle, family, suffix })
}
