import { z } from 'zod'
import { arxivId } from '../../core/identifiers/arxiv-id.ts'
import { type FetchResult, type IsoDay, linksOf, type Sighting } from '../../core/paper.ts'
import { factsOf } from '../../core/paper-facts.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { listOf } from '../http/json.ts'
import { cleanLink, cleanText } from '../text/text.ts'

/**
 * Reads the items of a listing, one by one: a broken one is left out with a sentence. `dayOf` says which day lists an
 * item.
 */
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
export type Item = z.output<typeof Item>

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
export const dayIn = (time: string): IsoDay | null => /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(time)?.[1] ?? null

// The other host, cdn-thumbnails, holds social cards that were generated.
const STILL = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:png|jpe?g|webp|gif)$/i
const FILM = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:mp4|webm|mov|qt)$/i

function complaint(item: Item | undefined, id: string | null, title: string): string {
  if (!item) return 'without an id'
  if (!id) return `with the unknown id “${cleanText(item.paper.id).slice(0, 40)}”`
  return title ? `without a day (${id})` : `without a title (${id})`
}
