import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import type { PaperSearch } from '../../src/search/paper-search.ts'
import { openSearch } from '../../src/search/search.ts'
import { aSighting } from '../fixtures/papers.ts'
import { anyQuery } from '../fixtures/queries.ts'
import { deadline } from '../wait.ts'

// `npm run fuzz:search` takes a hundred thousand.
const QUERIES = 200

/** Whatever is typed, every database answers. */
export function searchInputContract(createDatabase: () => Promise<string>): void {
  describe('any input', () => {
    let store: Store
    let search: PaperSearch

    beforeAll(async () => {
      store = await openStore(await createDatabase())
      const abstract = 'C++ agents recall a:b in 数据 with τ, “quotes”, and (brackets).'
      await recordSightings(store, [aSighting('2603.00001', '2026-03-01', { paper: { abstract } })], 1)
      search = await openSearch(store)
    })

    afterAll(async () => {
      await search.close()
      await store.close()
    })

    const ask = (query: string) => search.search(query, { asker: null, limit: 5, offset: 0 })

    it.each([
      ['ten thousand characters', 'agents '.repeat(1_500).slice(0, 10_000)],
      ['one word of ten thousand characters', 'x'.repeat(10_000)],
      ['500 terms', Array.from({ length: 500 }, (_, index) => `word${index}`).join(' ')],
      ['control characters', '\0\x01\x1b[31m agents \x7f'],
      ['unbalanced quotes', '"agents "recall'],
      ['operators of FTS5', 'agents AND OR NEAR(recall, 5) ^title : {a b} + *'],
      ['SQL', `'; drop table papers; -- %_!`],
      ['a lone surrogate', 'agents \ud800'],
      ['right-to-left text', '\u202eסוכנים agents\u202c'],
      ['emoji', '🤖🧠 👩‍👩‍👧'],
      ['brackets', `${'('.repeat(300)}agents${')'.repeat(5)}`],
      ['nothing', ''],
    ])('answers %s', async (_, query) => {
      const { hits, problems, total } = await ask(query)
      expect(hits.length <= total).toBe(true)
      for (const problem of problems) expect(problem).toMatch(/^[A-Z“].*[.]$/s)
    })

    it.each(['c++', 'a:b', 'agents recall', '数据', 'tau', '(brackets)', '“quotes”'])(
      'finds the paper by %s',
      async (query) => {
        expect((await ask(query)).hits).toHaveLength(1)
      },
    )

    it(
      'answers every text',
      async () => {
        await fc.assert(
          fc.asyncProperty(anyQuery(), async (query) => {
            const { hits, total, coverage } = await ask(query)
            expect(coverage.papers).toBe(1)
            expect(total).toBeGreaterThanOrEqual(hits.length)
          }),
          { numRuns: QUERIES },
        )
      },
      deadline(1_000_000),
    )
  })
}
