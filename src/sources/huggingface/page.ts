import type { CheerioAPI } from 'cheerio/slim'
import { z } from 'zod'
import { attempt } from '../../core/attempt.ts'
import type { FetchResult, IsoDay } from '../../core/paper.ts'
import { createYielder } from '../../core/yield-to-event-loop.ts'
import { SourceError } from '../source-error.ts'
import { readHtml } from '../text/html.ts'
import { parseDay } from './api.ts'

/** The list in the page is the size of its hundred abstracts, with each quotation mark as `&quot;`. */
const MOST_CHARACTERS = 4_000_000
const MOST_CARDS = 200

/** From the JSON inside the page of a day, else from its cards. Throws a `SourceError` for another page. */
export async function parsePage(html: string, day: IsoDay): Promise<FetchResult> {
  // Loaded when needed; htmlparser2 takes 4 ms where parse5 takes 12.
  const [{ load }, { DomHandler }] = await Promise.all([import('cheerio/slim'), import('htmlparser2')])
  const tree = new DomHandler()
  await readHtml(html, () => tree, { characters: MOST_CHARACTERS })
  const $ = load(tree.root)
  const embedded = $('[data-target="DailyPapers"]').attr('data-props') ?? ''
  const listing = Listing.safeParse(attempt(() => JSON.parse(embedded))).data
  if (listing) return listedOn(listing, day) ? parseDay(listing.dailyPapers, day) : { sightings: [], skipped: [] }
  const yieldToEventLoop = createYielder()
  const cards: unknown[] = []
  for (const card of $('article').toArray().slice(0, MOST_CARDS)) {
    await yieldToEventLoop()
    cards.push(cardOf($, card))
  }
  if (cards.length > 0) return parseDay(cards, day)
  throw new SourceError(`Hugging Face sent a page without a listing for ${day}.`, 'shape')
}

const Listing = z.object({
  dailyPapers: z.array(z.unknown()),
  /** Until 2024, a time. */
  date: z.string().nullish().catch(null),
  dateString: z.string().nullish().catch(null),
})

/** A page of another day brings nothing: its papers were offered on their own day. */
const listedOn = ({ dateString, date }: z.output<typeof Listing>, day: IsoDay): boolean =>
  (dateString ?? date ?? day).startsWith(day)

/** A card as an item of the API; it shows neither abstract nor authors. */
function cardOf($: CheerioAPI, card: Parameters<CheerioAPI>[0]): unknown {
  const link = $('h3 a[href^="/papers/"]', card).first()
  return {
    numComments: wholeNumber($('a[href$="#community"]', card).first().text()),
    paper: {
      id: /^\/papers\/([^/?#]+)/.exec(link.attr('href') ?? '')?.[1],
      title: link.text(),
      // The class is on other labels too; the first number is the count.
      upvotes: $('.leading-none', card)
        .toArray()
        .map((label) => wholeNumber($(label).text()))
        .find((count) => count !== null),
    },
  }
}

/** “-” stands for none. */
const wholeNumber = (text: string): number | null => {
  const trimmed = text.trim()
  if (trimmed === '-') return 0
  return /^\d+$/.test(trimmed) ? Number(trimmed) : null
}
