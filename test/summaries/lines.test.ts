import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { shorten } from '../../src/summaries/shorten.ts'

const lines = (abstract: string, title = '') => summarizeExtractively({ id: '', title, abstract }, 'lines').lines
const tldr = (abstract: string) => summarizeExtractively({ id: '', title: '', abstract }, 'tldr').lines.join('')

const word = fc.constantFrom(
  ...'we propose show that which and by using the a model data improves recall tides such as memory for of 7.4% reads'.split(
    ' ',
  ),
)
const words = fc.array(word, { minLength: 1, maxLength: 12 }).map((some) => some.join(' '))
const marks: [open: string, close: string][] = [
  ['(', ')'],
  ['[', ']'],
  ['“', '”'],
  ['"', '"'],
  ['$', '$'],
]
const enclosed = fc.tuple(words, fc.constantFrom(...marks)).map(([text, [open, close]]) => `${open}${text}${close}`)
const separated = fc.constantFrom(' ', ', ', '; ', ' and ', ', which ', ' – ')
const sentence = fc
  .array(fc.tuple(fc.oneof({ weight: 3, arbitrary: words }, { weight: 1, arbitrary: enclosed }), separated), {
    minLength: 1,
    maxLength: 9,
  })
  .map((parts) => `We show that ${parts.flat().slice(0, -1).join('')}.`)

const isBalanced = (text: string) =>
  marks.every(([open, close]) => {
    const [opened, closed] = [text.split(open).length, text.split(close).length]
    return open === close ? opened % 2 === 1 : opened === closed
  })

it('opens no bracket, quotation or formula that it does not close, and keeps to what a post can hold', () => {
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (sentences) => {
      for (const line of lines(sentences.join(' '))) {
        expect(line).toSatisfy(isBalanced)
        // A whole sentence may go a fifth beyond.
        expect(line.length).toBeLessThanOrEqual(240)
      }
      expect(tldr(sentences.join(' '))).toSatisfy(isBalanced)
    }),
  )
})

it('cuts before a parenthesis that does not fit', () => {
  const long = `We study risk in workflows that involve ${'competition over shared resources and '.repeat(3)}collaboration (where downstream agents see only what those before them have passed on and not the documents themselves, ${'which they would need '.repeat(3)}).`
  expect(shorten(long, 200)).toMatch(/collaboration…$/)
})

it.each([
  ['Building on this insight, we propose Tidemark.', 'We propose Tidemark.'],
  ['Drawing on these findings, we propose Tidemark.', 'We propose Tidemark.'],
  ['Alternatively, Tidemark reads the pages backwards.', 'Tidemark reads the pages backwards.'],
  ['In concrete terms, Tidemark reads the pages backwards.', 'Tidemark reads the pages backwards.'],
  ['(2) Tidemark reads the pages of a book backwards.', 'Tidemark reads the pages of a book backwards.'],
  ['3) Tidemark reads the pages of a book backwards.', 'Tidemark reads the pages of a book backwards.'],
])('begins in the middle of nothing: “%s”', (abstract, line) => {
  expect(lines(abstract)).toEqual([line])
})

it.each([
  [
    'a list',
    'We evaluate the reader on benchmarks that cover language understanding in eleven languages, mathematical reasoning, the writing and the mending of programs, and conversation with people who have read the same long documents before.',
    /mathematical reasoning\.$/,
  ],
  [
    'what is only inserted',
    'We use activation patching to demonstrate that distinct musical concepts, such as the presence of specific instruments or vocals, are controlled by a small and shared subset of attention layers in audio models of all sizes that we tried.',
    /concepts\.$/,
  ],
  [
    'an opening',
    'Leveraging the general knowledge of a large multimodal language model, i.e., Gemini-2.5-Pro, Tidemark provides reliable judgements of pictures for each of the ten dimensions and the twenty-seven finer ones that people named in our study.',
    /Gemini-2\.5-Pro\.$/,
  ],
  [
    'a purpose',
    'We target the ability of systems to work with human researchers on joint studies of retrieval and memory in long documents, from the first ideas to the last of the many experiments, in order to make both of them better at what they do.',
    /in order\.$/,
  ],
  [
    'two adjectives',
    'Tidemark not only achieves a superior accuracy but also needs fewer of the calls to tools that cost most of the time of an agent, demonstrating a more effective and frugal approach to the search of documents.',
    /more effective\.$/,
  ],
  [
    'a list of actions',
    'We show that Tidemark is as expressive as it is essential for tasks that involve the navigation of surfaces along many paths, modelling the fates of cells from the same beginning, and simulating answers to drugs.',
    /from the same beginning\.$|modelling the fates of cells\.$/,
  ],
])('does not end a long sentence within %s', (_, long, within) => {
  expect(shorten(long, 180)).not.toMatch(within)
})

it('says nothing of what the authors hope for where they say what they did', () => {
  const abstract =
    'We hope our pipeline will speed up the collection of large-scale data for training. We propose Tidemark, a pipeline that builds test environments. It uses four agents.'
  expect(lines(abstract)[0]).toBe('We propose Tidemark, a pipeline that builds test environments.')
  expect(tldr(abstract)).not.toMatch(/hope/)
})

it('takes the sentence that says what the authors did, not one that leads up to it', () => {
  const abstract =
    'Search agents are increasingly trained on synthetic data about entities. Their rewards discard this rich information. To address this, we introduce Tidemark, a framework whose reward counts matching entities. It needs fewer calls.'
  expect(lines(abstract)[0]).toBe('We introduce Tidemark, a framework whose reward counts matching entities.')
})

it('tells how the paper does it, not how others did', () => {
  const abstract =
    'Stylization models struggle with consistency in complex scenes by training on few pictures. We propose Tidemark, a plugin for image models. Tidemark improves consistency by 7.4 points.'
  expect(lines(abstract)).toEqual([
    'We propose Tidemark, a plugin for image models.',
    'Tidemark improves consistency by 7.4 points.',
  ])
})

it('gives no sentence without a verb as a tldr', () => {
  const abstract =
    'Retrieval-augmented generation systems using large models have shown promise. We introduce Tidemark, an evaluation of such systems that checks each of their components.'
  expect(tldr(abstract)).toMatch(/^We introduce Tidemark/)
})

it.each([
  ['Chinese', '我们提出了一种新方法（Tidemark）。它使用两个模块。实验结果提高了3.5%。代码已公开。'],
  ['Japanese', '本論文では、長文検索のための新しい手法を提案する。二つのモジュールを用いる。精度は3.5%向上した。'],
  [
    'German',
    'Wir stellen Tidemark vor, ein Verfahren, das z. B. lange Texte durchsucht. Es liest Seiten rückwärts. Die Trefferquote steigt um 3,5 Punkte. Der Code ist frei verfügbar.',
  ],
  ['Arabic', 'نقترح طريقة جديدة للبحث في النصوص الطويلة. تقرأ الصفحات من النهاية. تتحسن الدقة بنسبة 3.5%.'],
])('shows whole sentences of an abstract in %s, in their order', (_, abstract) => {
  const shown = lines(abstract)
  expect(shown.length).toBeGreaterThanOrEqual(2)
  for (const line of shown) expect(abstract).toContain(line)
  expect(abstract).toContain(tldr(abstract))
})
