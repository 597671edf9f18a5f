import { drawDiscord } from '../../adapters/discord/preview/draw.ts'
import { drawSlack } from '../../adapters/slack/preview/draw.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import { createPreviewSite } from '../../src/preview/site.ts'
import { openSearch } from '../../src/search/search.ts'
import { recordFetched } from '../../src/sources/collecting/collect.ts'
import { sampleDay } from '../../src/sources/sample.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { openScratch } from '../fakes/scratch.ts'

/** The morning of the invented papers. */
export const MORNING = Date.parse('2026-01-05T09:00:00Z')

export const defaults: Defaults = {
  timezone: 'Europe/Berlin',
  postAt: '09:00',
  postDays: [1, 2, 3, 4, 5],
  papersPerDay: 5,
  language: 'en',
  sources: ['sample'],
}

/** The preview of the invented papers, always at the same hour. */
export async function openStage() {
  const store = await openScratch()
  const { signal } = new AbortController()
  const sightings = sampleDay()
  await recordFetched({ store, signal }, sightings, MORNING)
  const search = await openSearch(store)
  const context = { store, search, defaults, summarize: createExtractive(), signal }
  const drawers = { slack: async () => drawSlack, discord: async () => drawDiscord }
  return {
    store,
    search,
    sightings,
    site: createPreviewSite(context, drawers, () => MORNING),
    async close() {
      await search.close()
      await store.close()
    },
  }
}
