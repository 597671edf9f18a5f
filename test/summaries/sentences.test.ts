import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findAsciiBoundaries, splitSentences } from '../../src/summaries/sentences.ts'

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
  ['It reads a page in less than 10 ms.', 'With it, pages are short.'],
  ['We propose xVerify, a verifier.', 'xVerify reads answers.'],
  ['Does it scale?', 'It does!', 'Up to 10k nodes.'],
  ['这是第一句。', '这是第二句。'],
  ['Wir stellen ein Verfahren vor, z. B. für Übersetzung.', 'Es erreicht 3,5 Punkte mehr.'],
  ['我们提出了GPT-4o的一种新方法。', '准确率提高了3.5%！', '代码已公开。'],
])('keeps these sentences apart and whole: %s', (...sentences) => {
  expect(splitSentences(sentences.join(' '))).toEqual(sentences)
})

it('finds the boundary where a page has lost the space', () => {
  expect(splitSentences('Noise hurts the results.We propose a filter.')).toEqual([
    'Noise hurts the results.',
    'We propose a filter.',
  ])
})

it('ends sentences of plain ASCII where Unicode’s rules do', () => {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })
  const chars = fc.constantFrom(...'aB1.?!,-:;"\'()[]{}$\\/%'.split(''), ' ', '. ', 'et al. ')
  fc.assert(
    fc.property(fc.array(chars, { minLength: 1, maxLength: 20 }), (parts) => {
      const text = parts.join('').replace(/ +/g, ' ').trim()
      const found = findAsciiBoundaries(text)
      fc.pre(found !== null)
      expect(found).toEqual([...segmenter.segment(text)].slice(1).map(({ index }) => index))
    }),
  )
})

it('loses no character but white space', () => {
  const dense = (text: string) => text.replace(/\s+/g, '')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(dense(splitSentences(text).join(' '))).toBe(dense(text))
    }),
  )
})
