import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { citationFormats } from '../../../src/papers/citations/citations.ts'
import { readName, wholeFamily } from '../../../src/papers/names/name.ts'
import { aPaper } from '../../fixtures/papers.ts'

// Invented people, in the kinds that lists of authors hold.
const given = fc.constantFrom(
  ...[
    'Ada',
    'A.',
    'A. B.',
    'Ada B.',
    'J.-P.',
    'Jean-Pierre',
    'Zoë',
    'Łukasz',
    "D'Arcy",
    'Mary Ann',
    'Xiao-Ming',
    'Ngọc',
  ],
  ...['Þóra', 'Åsa', 'José María', 'Σοφία', 'Анна', 'अदिति', 'Ji-woo', 'Ö.', 'Mc', 'X'],
)
const family = fc.constantFrom(
  ...[
    'Example',
    'Sample-Muster',
    "O'Sample",
    'Öberg',
    'García\u00a0Muster',
    'Müller',
    'Nguyễn',
    'Šafářová',
    'Li',
    'İnce',
  ],
  ...[
    'MacMuster',
    'Παπάς',
    'Иванова',
    'शर्मा',
    'Muster',
    'St.\u00a0Sample',
    'N’Muster',
    'Ångström',
    'Wu',
    'de\u00a0Sample',
  ],
)
const particle = fc.constantFrom(
  ...['', '', '', 'van', 'van der', 'von', 'de', 'de la', 'del', 'di', 'al-'].map(String),
)
const suffix = fc.constantFrom('', '', '', 'Jr.', 'Sr.', 'II', 'III')
const person = fc
  .tuple(given, particle, family, suffix)
  .map(([first, middle, last, end]) =>
    [first, middle.endsWith('-') ? middle + last : `${middle} ${last}`.trim(), end].filter(Boolean).join(' '),
  )
const turned = fc.tuple(given, family, suffix).map((parts) => {
  const [first, last, end] = parts
  return [last, first, end].filter(Boolean).join(', ')
})
const other = fc.constantFrom(
  ...[
    'Plato',
    '王小明',
    '김민준',
    'HARBOUR Collaboration',
    'The Tide Team',
    'World Harbour Organization',
    'Tide & Sons Inc.',
  ],
  ...['Johnson and Johnson Research', 'CERN', 'Lab 42', 'Harbour Group (HG)', '田中太郎'],
)
const author = fc.oneof(
  { weight: 6, arbitrary: person },
  { weight: 2, arbitrary: turned },
  { weight: 1, arbitrary: other },
)
/** As many as are read in a second; the same at each run. */
const lists = fc.sample(fc.array(author, { minLength: 1, maxLength: 9 }), { numRuns: 1_200, seed: 1 })

/** “van der Muster | Ada | Jr.”, or the name of a group. */
const written = (text: string): string => {
  const name = readName(text)
  return 'literal' in name ? name.literal : [wholeFamily(name), name.given, name.suffix].filter(Boolean).join(' | ')
}
const read = (parts: Record<string, string> = {}): string => {
  const { literal, family: last, given: first, suffix: end } = parts
  const whole = [parts['non-dropping-particle'], parts['dropping-particle'], last].filter(Boolean).join(' ')
  return literal ?? [whole, first, end].filter(Boolean).join(' | ')
}

describe('the authors of a thousand papers', () => {
  const papers = lists.map((authors, at) => aPaper(`2603.${String(10_000 + at)}`, { authors }))
  for (const { label, render } of citationFormats)
    it(`come back from ${label} as they were, none wrong`, () => {
      const found = new Cite(render(papers)).data
      const wrong = lists.flatMap((authors, at) =>
        authors.flatMap((one, place) => {
          const [wanted, got] = [written(one), read(found[at]?.author[place])]
          return wanted === got ? [] : [{ one, wanted, got }]
        }),
      )
      expect(wrong.slice(0, 20)).toEqual([])
    })
})
