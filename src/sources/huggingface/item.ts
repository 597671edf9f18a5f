import { z } from 'zod'
import { arxivId } from '../../core/identifiers/arxiv-id.ts'
import { type FetchResult, type IsoDay, linksOf, type Sighting } from '../../core/paper.ts'
import { factsOf } from '../../core/paper-facts.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
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
const strings = z.array(z.unknown()).catch([])
const count = z.number().int().nonnegative().nullable().catch(null)
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
    authors: strings,
    publishedAt: text,
    /** When it was put on Daily Papers, since March 2025. */
    submittedOnDailyAt: text,
    upvotes: count,
    githubRepo: text,
    githubStars: count,
    /** In answers about one paper alone. */
    linkedModels: strings,
    linkedDatasets: strings,
    linkedSpaces: strings,
    projectPage: text,
    mediaUrls: strings,
    organization: Organization,
    ai_summary: text,
    ai_keywords: strings,
  }),
})
export type Item = z.output<typeof Item>

/** `example/tidemark` */
const Repository = z.object({ id: z.string().regex(/^\w[\w.-]*\/\w[\w.-]*$/) })

const Author = z.object({ name: z.string(), hidden: z.boolean().nullish() })

function sightingOf(item: Item, arxiv: string, title: string, day: IsoDay): Sighting {
  const { paper } = item
  const id = `arxiv:${arxiv}` as const
  const media = new Set([...paper.mediaUrls, ...item.mediaUrls])
  return {
    source: 'huggingface',
    day,
    upvotes: paper.upvotes,
    comments: item.numComments,
    paper: {
      id,
      title,
      abstract: cleanText(paper.summary),
      authors: paper.authors.flatMap(authorName),
      publishedAt: dayIn(paper.publishedAt),
      links: {
        ...linksOf(id),
        code: cleanLink(paper.githubRepo),
        project: cleanLink(paper.projectPage),
        huggingface: `https://huggingface.co/papers/${arxiv}`,
      },
      pictures: [...media].flatMap((raw) => mediaLink(raw, STILL)),
      organization: cleanText((paper.organization ?? item.organization)?.fullname ?? '') || null,
      keywords: paper.ai_keywords.flatMap(cleaned),
      categories: [],
      sourceSummary: cleanText(paper.ai_summary) || null,
      facts: factsOf({
        stars: paper.githubStars,
        videos: [...media].flatMap((raw) => mediaLink(raw, FILM)),
        models: paper.linkedModels.flatMap((raw) => repositoryLink('', raw)),
        datasets: paper.linkedDatasets.flatMap((raw) => repositoryLink('datasets/', raw)),
        demos: paper.linkedSpaces.flatMap((raw) => repositoryLink('spaces/', raw)),
      }),
    },
  }
}

/** The day in an ISO time, in UTC. */
export const dayIn = (time: string): IsoDay | null => /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(time)?.[1] ?? null

function authorName(raw: unknown): string[] {
  const author = Author.safeParse(raw).data
  return author && author.hidden !== true ? cleaned(author.name) : []
}

function cleaned(raw: unknown): string[] {
  const clean = typeof raw === 'string' ? cleanText(raw) : ''
  return clean ? [clean] : []
}

// The other host, cdn-thumbnails, holds social cards that were generated.
const STILL = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:png|jpe?g|webp|gif)$/i
const FILM = /^https:\/\/cdn-uploads\.huggingface\.co\/[^?#]+\.(?:mp4|webm|mov|qt)$/i

function mediaLink(raw: unknown, kind: RegExp): string[] {
  const link = typeof raw === 'string' ? cleanLink(raw) : null
  return link && kind.test(link) ? [link] : []
}

function repositoryLink(folder: string, raw: unknown): string[] {
  const repository = Repository.safeParse(raw).data
  return repository ? [`https://huggingface.co/${folder}${repository.id}`] : []
}

function complaint(item: Item | undefined, id: string | null, title: string): string {
  if (!item) return 'without an id'
  if (!id) return `with the unknown id “${cleanText(item.paper.id).slice(0, 40)}”`
  return title ? `without a day (${id})` : `without a title (${id})`
}
