import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createStemReader, readWords } from '../../../src/papers/index/tokenize.ts'

it.each(['say', 'ties', 'eying', 'c++', "agent's", 'NAÏVE’S', 'naïve', 'Łukasz', 'x', 'ies', '数'])(
  'finds %s by its stem',
  (word) => {
    const [{ stem } = { stem: '' }] = readWords(word)
    expect(createStemReader(new Set([stem]))(`one ${word} two`)).toEqual({
      length: 3,
      stems: new Map([[stem, [1]]]),
      words: new Map([[readWords(word)[0]?.word, [1]]]),
    })
  },
)

it('finds the same words whether it looks for them or reads all', () => {
  const word = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'aeiysdgnt'), minLength: 1, maxLength: 6 }),
    fc.constantFrom('flying', 'stabilities', "it's", 'Zürich', 'c++', 'β', '１２', 'ﬁne', '学习'),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), fc.array(word, { maxLength: 3 }), (text, asked) => {
      const all = readWords(text.join(' '))
      const stems = new Set(asked.flatMap((one) => readWords(one).map(({ stem }) => stem)))
      const placed = all.map((one, at) => ({ ...one, at })).filter(({ stem }) => stems.has(stem))
      const placesOf = (by: 'stem' | 'word') =>
        new Map([...Map.groupBy(placed, (one) => one[by])].map(([term, some]) => [term, some.map(({ at }) => at)]))
      const expected = { length: all.length, stems: placesOf('stem'), words: placesOf('word') }
      expect(createStemReader(stems)(text.join(' '))).toEqual(expected)
    }),
    { numRuns: 1_000 },
  )
})

it.each([
  ['a mark of a script whose characters are words', '𖿰'],
  ['letters that are a space and a mark', 'ͺ ﱞ'],
  ['any character', fc.sample(fc.string({ unit: 'binary', maxLength: 500 }), { numRuns: 200, seed: 1 }).join(' ')],
])('makes no empty word of %s, and none with a space or a quote', (_, text) => {
  for (const { word, stem } of readWords(text)) expect(`${word} ${stem}`).toMatch(/^[^\s'"\\]+ [^\s'"\\]+$/)
})
