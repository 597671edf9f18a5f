import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChannelId, ChatHandlers } from '../core/chat.ts'
import { openStore } from '../db/open.ts'
import { corpusSize } from '../papers/papers.ts'
import { openSearch } from '../search/search.ts'
import { recordFetched } from '../sources/collecting/collect.ts'
import { sampleDay } from '../sources/sample.ts'
import type { App } from './wiring/open-app.ts'

export type Sample = Awaited<ReturnType<typeof openSample>>

/** Invented papers in a database of their own, to look at and to search while there are no others. */
export async function openSample({ signal, defaults }: Pick<App, 'signal' | 'defaults'>) {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-sample-'))
  const store = await openStore(`file:${join(folder, 'sample.db')}`)
  const sightings = sampleDay()
  await recordFetched({ store, signal }, sightings, Date.now())
  const search = await openSearch(store)
  return {
    /** What differs from the app. */
    parts: { store, search, defaults: { ...defaults, sources: ['sample'] } },
    day: sightings[0]?.day ?? '',
    async close() {
      await search.close()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** On this machine the sample answers as long as there is one, and no other paper. */
export function answeringFromSample(
  { store, local }: Pick<App, 'store' | 'local'>,
  handlers: ChatHandlers,
  sampleHandlers: () => ChatHandlers | null,
): ChatHandlers {
  const pick = async ({ channel }: { channel: ChannelId }) => {
    const sample = channel === local?.channel.id ? sampleHandlers() : null
    return sample && (await corpusSize(store.db)).papers === 0 ? sample : handlers
  }
  return {
    ...handlers,
    onCommand: async (asked) => (await pick(asked)).onCommand(asked),
    onAction: async (asked) => (await pick(asked)).onAction(asked),
    onSuggest: async (asked) => (await pick(asked)).onSuggest(asked),
    onPaperLink: async (asked) => (await pick(asked)).onPaperLink(asked),
  }
}
