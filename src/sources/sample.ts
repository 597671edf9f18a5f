import { barePaper, type Sighting } from '../core/paper.ts'
import samples from './sample.json' with { type: 'json' }

const SAMPLE_DAY = '2026-01-05'

/** Invented papers for the first look without a network. They say that they are samples, and lead to example.org. */
export function sampleDay(): Sighting[] {
  return samples.map(({ slug, upvotes, comments, ...given }) => {
    const paper = barePaper(`url:https://example.org/paperboy-sample/${slug}`)
    return {
      source: 'sample',
      day: SAMPLE_DAY,
      upvotes,
      comments,
      paper: { ...paper, ...given, publishedAt: SAMPLE_DAY },
    }
  })
}
