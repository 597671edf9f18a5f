import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Logger } from 'pino'
import type { OpenRecheckSources } from '../../changes/recheck.ts'
import type { Defaults } from '../../channels/settings.ts'
import type { IsoDay, PaperSource } from '../../core/paper.ts'
import { parsePostDays } from '../../core/schedule.ts'
import type { Store } from '../../db/open.ts'
import { withRequestMetrics } from '../../ops/metrics/instrument.ts'
import { createHttp, type Http, withBudget } from '../../sources/http/http.ts'
import { createHuggingFace } from '../../sources/huggingface/index.ts'
import type { FindPicture } from '../../sources/pictures.ts'
import type { FetchPaper } from '../../sources/submission/index.ts'
import { createPaperTexts, waysToText } from '../../texts/paper-text.ts'
import { createTextCache, KEEPS_NOTHING } from '../../texts/text-cache.ts'
import type { Config } from '../settings/config.ts'
import type { BaseContext } from './open-app.ts'

export type OpenSources = (config: Config, http: Http, log: Logger) => Promise<PaperSource[]>

export const openArxiv: OpenSources = async ({ ARXIV_URL, ARXIV_CATEGORIES }, http, log) => {
  if (ARXIV_CATEGORIES.length === 0) return []
  const { createArxiv } = await import('../../sources/arxiv/index.ts')
  const arxiv = createArxiv({ url: ARXIV_URL ?? null, http, log })
  return ARXIV_CATEGORIES.map((category) => arxiv.category(category))
}

export const openFeeds: OpenSources = async ({ FEEDS }, http) => {
  if (FEEDS.length === 0) return []
  const { createFeed } = await import('../../sources/feed/index.ts')
  return FEEDS.map((url) => createFeed({ url, http }))
}

/** Daily Papers, and the sources that are set up beside it. */
export async function openSources({ config, log, metrics, store, signal }: BaseContext, further: OpenSources[]) {
  const network = createHttp({ contact: config.CONTACT ?? null, log })
  const http = metrics ? withRequestMetrics(network, metrics) : network
  const openHuggingFace = (over: Http) =>
    createHuggingFace({ url: config.HF_URL, token: config.HF_TOKEN ?? null, http: over, log })
  const huggingFace = openHuggingFace(http)
  const others = await Promise.all(further.map((open) => open(config, http, log)))
  const sources = [huggingFace, ...others.flat()]
  const openArxivPapers = async (over = http) => {
    const { createArxiv } = await import('../../sources/arxiv/index.ts')
    return createArxiv({ url: config.ARXIV_URL ?? null, http: over, log })
  }
  const file = besideDatabase(store, 'texts.db')
  const texts = config.PAPER_TEXT ? createTextCache({ file, log }) : KEEPS_NOTHING
  const ways = waysToText({
    http,
    log,
    arxivUrl: config.ARXIV_URL ?? null,
    fetchFullText: async (id, signal) => (await openArxivPapers()).fetchFullText(id, signal),
    fetchSections: huggingFace.fetchSections,
  })
  return {
    http,
    sources,
    fetchMonth: huggingFace.fetchMonth,
    fetchMatches: huggingFace.fetchMatches,
    async fetchPaper(...[id, signal]: Parameters<FetchPaper>) {
      const [arxiv, { createSubmission }] = [await openArxivPapers(), await import('../../sources/submission/index.ts')]
      return createSubmission({ http, arxiv: [arxiv.fetchPaper, huggingFace.fetchPaper] })(id, signal)
    },
    async openRecheckSources(...[spend]: Parameters<OpenRecheckSources>) {
      const counted = withBudget(http, spend)
      const [lists, arxiv] = [openHuggingFace(counted), await openArxivPapers(counted)]
      const { createDoi } = await import('../../sources/submission/index.ts')
      const fetchDay = (day: IsoDay, signal: AbortSignal) => lists.fetchPapers({ since: day, until: day }, signal)
      return { fetchDay, fetchPage: lists.fetchPaper, fetchArxiv: arxiv.fetchPapers, fetchDoi: createDoi(counted) }
    },
    async findPicture(...[paper, signal]: Parameters<FindPicture>) {
      const [arxiv, { createPictureSource }] = [await openArxivPapers(), await import('../../sources/pictures.ts')]
      return createPictureSource({ http, fetchFullText: arxiv.fetchFullText })(paper, signal)
    },
    readText: createPaperTexts(config.PAPER_TEXT ? ways : [async () => OFF], texts, signal),
    closeTexts: texts.close,
    /** What channels follow that have no settings of their own. */
    defaults: defaultsOf(config, sources),
  }
}

/** Where files lie that can be fetched anew. PostgreSQL’s database is on another machine: a restart may lose them. */
export const besideDatabase = ({ dialect, place }: Pick<Store, 'dialect' | 'place'>, name: string): string =>
  dialect === 'sqlite' ? join(dirname(place), name) : join(tmpdir(), `paperboy-${name}`)

const OFF = { reason: 'More is not read here (`PAPER_TEXT=off`).' }

const defaultsOf = (
  { timezone, POST_AT, POST_DAYS, PAPERS_PER_DAY, SUMMARY_LANGUAGE }: Config,
  sources: PaperSource[],
): Defaults => ({
  timezone,
  postAt: POST_AT,
  postDays: parsePostDays(POST_DAYS) ?? [1, 2, 3, 4, 5],
  papersPerDay: PAPERS_PER_DAY,
  language: SUMMARY_LANGUAGE,
  sources: sources.map(({ name }) => name),
})
