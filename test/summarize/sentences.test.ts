import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitSentences } from '../../src/summarize/sentences.ts'

it.each([
  ['Some tasks, e.g. parsing, are hard.', 'We solve them.'],
  ['As shown by Ferro et al. (2021), decay helps.', 'It does.'],
  ['The curve in Fig. 3 bends.', 'See Sec. 4 for more.'],
  ['Accuracy rises from 61.5 to 66.7 points.', '3.2 of them are new.'],
  ['We compare ours vs. theirs.', 'Ours wins.'],
  ['We minimise $f(x. y) = 0.5$ under noise.', 'It converges.'],
  ['The proof follows J. K. Ferro closely.', 'We extend it.'],
  ['Code is at https://example.org/a.b.c for all.', 'Try it.'],
  ['This was studied by Ferro et al.', 'We differ.'],
  ['Does it scale?', 'It does!', 'Up to 10k nodes.'],
  ['这是第一句。', '这是第二句。'],
])('keeps these sentences apart and whole: %s', (...sentences) => {
  expect(splitSentences(sentences.join(' '))).toEqual(sentences)
})

it('finds the boundary where a page has lost the space', () => {
  expect(splitSentences('Noise hurts the results.We propose a filter.')).toEqual([
    'Noise hurts the results.',
    'We propose a filter.',
  ])
})

it('loses no character but white space', () => {
  const dense = (text: string) => text.replace(/\s+/g, '')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(dense(splitSentences(text).join(' '))).toBe(dense(text))
    }),
  )
})
