import { z } from 'zod'
import { linksOf, type Sighting } from '../core/paper.ts'
import samples from './sample.json' with { type: 'json' }

/** Invented papers for the first look without a network. They say that they are samples, and lead to example.org. */
export function sampleDay(): Sighting[] {
  return Sample.array()
    .parse(samples)
    .map(({ slug, upvotes, comments, ...given }) => {
      const id = `url:https://example.org/paperboy-sample/${slug}` as const
      return {
        source: 'sample',
        day: SAMPLE_DAY,
        upvotes,
        comments,
        paper: {
          ...given,
          id,
          publishedAt: SAMPLE_DAY,
          links: linksOf(id),
          pictures: [],
          categories: [],
          sourceSummary: null,
        },
      }
    })
}

const SAMPLE_DAY = '2026-01-05'

const Sample = z.object({
  slug: z.string(),
  title: z.string(),
  abstract: z.string(),
  authors: z.array(z.string()),
  organization: z.string().nullable(),
  keywords: z.array(z.string()),
  upvotes: z.number(),
  comments: z.number(),
})
