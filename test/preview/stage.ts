import { drawDiscord } from '../../adapters/discord/preview/draw.ts'
import { drawSlack } from '../../adapters/slack/preview/draw.ts'
import type { Defaults } from '../../src/channels/settings.ts'
import type { ChatAdapter } from '../../src/core/chat.ts'
import type { PaperSource } from '../../src/core/paper.ts'
import { createPreviewSite } from '../../src/preview/site.ts'
import { openSearch } from '../../src/search/search.ts'
import { recordFetched } from '../../src/sources/collecting/collect.ts'
import { sampleDay } from '../../src/sources/sample.ts'
import { createState } from '../../src/state/state.ts'
import { createExtractive } from '../../src/summaries/extractive.ts'
import { log } from '../fakes/day.ts'
import { openScratch } from '../fakes/scratch.ts'
import { readAbstracts } from '../fakes/texts.ts'
import { traitsOf } from '../fakes/traits.ts'

/** The morning of the invented papers. */
export const MORNING = Date.parse('2026-01-05T09:00:00Z')

const defaults: Defaults = {
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

/** A bot of that morning, with these platforms and nothing else set up. */
export function appOf(
  { store, search }: Pick<Awaited<ReturnType<typeof openStage>>, 'store' | 'search'>,
  source: PaperSource,
  adapters: Map<string, ChatAdapter>,
) {
  const now = () => MORNING
  return {
    store: { ...store, now },
    log,
    defaults,
    traitsOf,
    search,
    summarize: createExtractive(),
    signal: new AbortController().signal,
    state: createState(now),
    sources: [source],
    outbox: { wake() {} },
    adapters,
    connections: [],
    alertChannel: null,
    letters: null,
    archive: null,
    fetchMatches: async () => ({ sightings: [], skipped: [] }),
    fetchPaper: async () => null,
    readText: readAbstracts,
  }
}
