import type { PaperSearch } from '../../search/paper-search.ts'
import type { Metrics } from './metrics.ts'

/** The same search, with its time taken, also when it fails. */
export const withSearchMetrics = (search: PaperSearch, { timeSearch }: Pick<Metrics, 'timeSearch'>): PaperSearch => ({
  ...search,
  async search(query, options) {
    const began = performance.now()
    try {
      return await search.search(query, options)
    } finally {
      timeSearch((performance.now() - began) / 1000)
    }
  },
})
