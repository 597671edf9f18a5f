import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { describe, expect, it } from 'vitest'
import { renderBibtex } from '../../../src/papers/citations/bibtex.ts'
import { renderCsl, renderRis } from '../../../src/papers/citations/citations.ts'
import { aPaper } from '../../fixtures/papers.ts'

type Cited = { csl: object; bibtex: string; ris: string }
const person = (family: string, given: string, suffix?: string): Cited => ({
  csl: { family, given, ...(suffix && { suffix }) },
  bibtex: [family, suffix, given].filter(Boolean).join(', '),
  ris: [family, given, suffix].filter(Boolean).join(', '),
})
const group = (literal: string): Cited => ({ csl: { literal }, bibtex: `{${literal}}`, ris: literal })

describe('an author is cited', () => {
  for (const [author, { csl, bibtex, ris }] of [
    ['Martin Luther Example Jr.', person('Example', 'Martin Luther', 'Jr.')],
    ['Example, Martin Luther, Jr.', person('Example', 'Martin Luther', 'Jr.')],
    ['Ada Sample III', person('Sample', 'Ada', 'III')],
    ['HARBOUR Collaboration', group('HARBOUR Collaboration')],
    ['The Harbour Scientific Collaboration', group('The Harbour Scientific Collaboration')],
    ['Tide Team', group('Tide Team')],
    ['World Harbour Organization', group('World Harbour Organization')],
    ['Example, Ada', person('Example', 'Ada')],
    ['van der Muster, Laurens', person('van der Muster', 'Laurens')],
    ['Laurens van der Muster', person('van der Muster', 'Laurens')],
    ['Juan García\u00a0Muster', person('García Muster', 'Juan')],
    ['王小明', person('王', '小明')],
    ['Harbour and Sons, Inc.', { ...group('Harbour and Sons, Inc.'), ris: 'Harbour and Sons Inc.' }],
    ['Ada Muster y Sample', { ...person('Muster y Sample', 'Ada'), bibtex: '{Muster y Sample}, Ada' }],
    ['Plato', { ...group('Plato'), bibtex: 'Plato' }],
  ] as const)
    it(`by the parts of “${author}”, and read so by a reference manager`, () => {
      const papers = [aPaper('2603.00001', { authors: [author] })]
      expect(JSON.parse(renderCsl(papers))[0].author).toEqual([csl])
      expect(renderBibtex(papers)).toContain(`  author = {${bibtex}},\n`)
      expect(renderRis(papers)).toContain(`AU  - ${ris}\r\n`)
      for (const text of [renderBibtex(papers), renderRis(papers)]) {
        const parts = new Cite(text).data[0]?.author[0] ?? {}
        const family = [parts['non-dropping-particle'], parts.family].filter(Boolean).join(' ')
        const read = 'literal' in csl ? (parts.literal ?? family) : { ...parts, family }
        if ('literal' in csl) expect(`${read}`.replace(',', '')).toBe(`${csl.literal}`.replace(',', ''))
        else expect(read).toMatchObject(csl)
      }
    })
})
