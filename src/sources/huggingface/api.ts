import { z } from 'zod'
import { attempt } from '../../core/attempt.ts'
import { arxivId } from '../../core/identifiers/arxiv-id.ts'
import { type FetchResult, type IsoDay, linksOf, type Paper, type Sighting } from '../../core/paper.ts'
import { factsOf } from '../../core/paper-facts.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { listOf } from '../http/json.ts'
import { SourceError } from '../source-error.ts'
import { cleanLink, cleanText } from '../text/text.ts'

/** The list in an answer of `/api/daily_papers`. Throws a `SourceError` when it is none. */
export function parseList(text: string, about: string): unknown[] {
  const list = attempt(() => JSON.parse(text))
  if (Array.isArray(list)) return list
  throw new SourceError(`Hugging Face sent something other than a list of papers for ${about}.`, 'shape')
}

/** The papers of one day: the day asked for is the day that lists them, not what the items say. */
export const parseDay = (items: unknown[], day: IsoDay): Promise<FetchResult> => readable(items, () => day, day)

export const parseMonth = (items: unknown[], month: string): Promise<FetchResult> => readable(items, listedOn, month)

/** What `/api/papers/search` found: entries as of a listing, or their papers alone; both have been seen. */
export const parseMatches = (items: unknown[], words: string): Promise<FetchResult> =>
  readable(
    items.map((item) => (isRecord(item) && 'paper' in item ? item : { paper: item })),
    (item) => listedOn(item) ?? dayIn(item.paper.publishedAt) ?? monthOf(item.paper.id),
    `“${words}”`,
  )

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An arXiv identifier names its month. */
function monthOf(id: string): IsoDay | null {
  const [, year, month] = /^(\d\d)(0[1-9]|1[0-2])\./.exec(id) ?? []
  return year === undefined ? null : `20${year}-${month}-01`
}

/** The paper in an answer of `/api/papers/<id>`; no listing, so no day. */
export async function parsePaper(text: string): Promise<Paper | null> {
  const { sightings } = await parseItems([{ paper: attempt(() => JSON.parse(text)) }], () => '')
  return sightings[0]?.paper ?? null
}

/**
 * Answers for a month do not say which day lists an item. `submittedOnDailyAt` does in all recordings that have it.
 * Older items lack it; there the outer `publishedAt` is the day in nine of ten recordings, and within a few days in the
 * others.
 */
const listedOn = ({ paper, publishedAt }: Item): IsoDay | null => dayIn(paper.submittedOnDailyAt) ?? dayIn(publishedAt)

/** One bad item costs one item, but when all are bad it is the listing that changed. */
async function readable(items: unknown[], dayOf: (item: Item) => IsoDay | null, about: string): Promise<FetchResult> {
  const parsed = await parseItems(items, dayOf)
  if (items.length > 0 && parsed.sightings.length === 0)
    throw new SourceError(`Hugging Face sent ${items.length} items for ${about} and none could be read.`, 'shape')
  return parsed
}

/** Reads the items of a listing; a broken one is left out with a sentence. `dayOf`: which day lists an item. */
export async function parseItems(items: unknown[], dayOf: (item: Item) => IsoDay | null): Promise<FetchResult> {
  const parsed: FetchResult = { sightings: [], skipped: [] }
  const yieldToEventLoop = createYielder()
  for (const raw of items) {
    // A month is a thousand items, 70 ms in one piece: people are answered in between.
    await yieldToEventLoop()
    const item = Item.safeParse(raw).data
    const id = item ? arxivId(item.paper.id) : null
    const title = cleanText(item?.paper.title || item?.title || '')
    const day = item ? dayOf(item) : null
    if (item && id && title && day !== null) parsed.sightings.push(sightingOf(item, id, title, day))
    else parsed.skipped.push(`Hugging Face listed an item ${complaint(item, id, title)}; it was left out.`)
  }
  return parsed
}

// What is missing or of another type costs its field; without an id or a title there is no paper.
const text = z.string().catch('')
const strings = listOf(z.string())
const count = z.number().int().nonnegative().nullable().catch(null)
/** `example/tidemark` */
const repositories = listOf(z.object({ id: z.string().regex(/^\w[\w.-]*\/\w[\w.-]*$/) }))
const Organization = z.object({ fullname: text }).nullable().catch(null)

const Item = z.object({
  title: text,
  /** When it was put on Daily Papers, until March 2025; since then when it came out. */
  publishedAt: text,
  numComments: count,
  organization: Organization,
  mediaUrls: strings,
  paper: z.object({
    id: z.string(),
    title: text,
    summary: text,
    authors: listOf(z.object({ name: z.string(), hidden: z.boolean().nullish() })),
    publishedAt: text,
    /** When it was put on Daily Papers, since March 2025. */
    submittedOnDailyAt: text,
    upvotes: count,
    githubRepo: text,
    githubStars: count,
    /** In answers about one paper alone. */
    linkedModels: repositories,
    linkedDatasets: repositories,
    linkedSpaces: repositories,
    projectPage: text,
    mediaUrls: strings,
    organization: Organization,
    ai_summary: text,
    ai_keywords: strings,
  }),
})
type Item = z.output<typeof Item>

function sightingOf(item: Item, arxiv: string, title: string, day: IsoDay): Sighting {
  const { paper } = item
  const id = `arxiv:${arxiv}` as const
  const urls = new Set([...paper.mediaUrls, ...item.mediaUrls])
  const media = [...urls].flatMap((url) => cleanLink(url) ?? [])
  return {
    source: 'huggingface',
    day,
    upvotes: paper.upvotes,
    comments: item.numComments,
    paper: {
      id,
      title,
      abstract: cleanText(paper.summary),
      authors: paper.authors.flatMap((author) => (author.hidden ? [] : cleanText(author.name) || [])),
      publishedAt: dayIn(paper.publishedAt),
      links: {
        ...linksOf(id),
        code: cleanLink(paper.githubRepo),
        project: cleanLink(paper.projectPage),
        huggingface: `https://huggingface.co/papers/${arxiv}`,
      },
      pictures: media.filter((link) => STILL.test(link)),
      organization: cleanText((paper.organization ?? item.organization)?.fullname ?? '') || null,
      keywords: paper.ai_keywords.flatMap((keyword) => cleanText(keyword) || []),
      categories: [],
      sourceSummary: cleanText(paper.ai_summary) || null,
      facts: factsOf({
        stars: paper.githubStars,
        videos: media.filter((link) => FILM.test(link)),
        models: paper.linkedModels.map((model) => `https://huggingface.co/${model.id}`),
        datasets: paper.linkedDatasets.map((dataset) => `https://huggingface.co/datasets/${dataset.id}`),
        demos: paper.linkedSpaces.map((space) => `https://huggingface.co/spaces/${space.id}`),
      }),
    },
  }
}

/** The day in an ISO time, in UTC. */
const dayIn = (time: string): IsoDay | null => /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(time)?.[1] ?? null

// The other host, cdn-thumbnails, holds social cards that were generated.
const STILL = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:png|jpe?g|webp|gif)$/i
const FILM = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:mp4|webm|mov|qt)$/i

function complaint(item: Item | undefined, id: string | null, title: string): string {
  if (!item) return 'without an id'
  if (!id) return `with the unknown id “${cleanText(item.paper.id).slice(0, 40)}”`
  return title ? `without a day (${id})` : `without a title (${id})`
}
