import fc from 'fast-check'
import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { shorten } from '../../src/summaries/lines/cut/shorten.ts'

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
        expect(line.length).toBeLessThanOrEqual(160)
      }
      expect(tldr(sentences.join(' '))).toSatisfy(isBalanced)
    }),
  )
})

it('cuts a line that has no whole part at a word', () => {
  const long = `Risk in workflows ${'many shared unshared plain resources '.repeat(6)}grows.`
  expect(lines(long)).toEqual([expect.stringMatching(/^Risk in workflows .{80,140}[a-z]…$/)])
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
  expect(shorten(long) ?? '').not.toMatch(within)
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

it.each([
  [
    'To address these limitations, we propose Tidemark, a memory for retrieval.',
    'We propose Tidemark, a memory for retrieval.',
  ],
  [
    'Extensive experiments on three benchmarks of long reports show that Tidemark improves the recall of dense retrieval by 7.4 points over all baselines.',
    'On three benchmarks of long reports, Tidemark improves the recall of dense retrieval by 7.4 points over all baselines.',
  ],
])('says what stands alone of “%s”', (abstract, line) => {
  expect(lines(abstract)).toEqual([line])
})

it.each([
  [
    'We propose Tidemark, a memory for retrieval. Extensive experiments demonstrate that our method surpasses prior state-of-the-art approaches on multiple segmentation datasets with a remarkable boost in inference speed, while maintaining strong understanding capabilities.',
    /boost\.$/,
  ],
  [
    'We propose Tidemark, a memory for retrieval. We show via extensive experiments within the framework of reading at the time of inference, with all readers of the last ten years, that readers trained by rewards lack verification.',
    /^We show (?:via|within)/,
  ],
  [
    'We investigate how pages relate to what is read. Analyzing 52 pretrained readers across 13 families of architectures, we show that effective dimension -- an unsupervised geometric metric -- strongly predicts accuracy.',
    /metric\.$/,
  ],
])('cuts no part of “%s” that the rest needs', (abstract, broken) => {
  for (const line of lines(abstract)) expect(line).not.toMatch(broken)
})

it('gives the paper its own name in the place of “it” and “ours”', () => {
  const abstract =
    'We propose Tidemark, a memory for retrieval. It writes a note after each document by training on pairs. Ours improves recall by 7.4 points.'
  expect(lines(abstract, 'Tidemark: A Memory for Retrieval')).toEqual([
    'We propose Tidemark, a memory for retrieval.',
    'Tidemark writes a note after each document by training on pairs.',
    'Tidemark improves recall by 7.4 points.',
  ])
})

it.each([
  'This bridges the gap between both.',
  'Four core designs drive the architecture: (1) a hybrid of two memories.',
  'Toward this goal, these trajectories are organized into a hierarchy.',
  'The method improves by up to 5%.',
  'Extensive training shows 18times the gain of \\varepsilon.',
  'Tidemark reads pages backwards; 2) it writes notes about them.',
  'Tidemark operates through four phases: reading the pages and ranking them.',
  'Tidemark uses a three-stage pipeline: reading the pages of books.',
  'Books, where readers rely heavily on the memory of pages.',
  'Can be used to improve the memory of readers at training time.',
])('shows no line that needs another: “%s”', (sentence) => {
  expect(
    lines(`We propose Tidemark, a memory for retrieval. ${sentence} Recall improves by 7.4 points.`),
  ).not.toContain(sentence)
})

it.each([
  [
    'Tidemark consistently outperforms the many baselines of dense, sparse and hybrid retrieval that people have proposed for long and short documents in many languages, reducing memory by 40%.',
    /^Tidemark outperforms the many baselines of dense.*, reducing memory by 40%\.$/,
  ],
  [
    'Experiments show that Tidemark, trained on pages of old and new books that people have read backwards and forwards for many years, reaches a recall of 74.2% on long reports of all kinds and sizes.',
    /^Tidemark.* reaches a recall of 74\.2%/,
  ],
  [
    'On the LongPages benchmark of books, Tidemark reaches 42.1% recall, which is 7.4% higher than all open-source models.',
    /7\.4% higher than all open-source models\.$/,
  ],
  [
    'Tidemark reaches 43.5 and 62.3 on the LongPages and ShortPages benchmarks, respectively.',
    /43\.5 and 62\.3 on the LongPages and ShortPages benchmarks, respectively\.$/,
  ],
])('keeps the numbers of “%s”', (result, line) => {
  expect(lines(`We propose Tidemark, a memory for retrieval. ${result}`, 'Tidemark: A Memory').at(-1)).toMatch(line)
})

it.each([
  ['a number of one thing', 'achieves a correctness of 99% on HumanEval and of 49% on BringupBench, two', /99%\.$/],
  ['a pair', 'combines a reader for old and new pages with a writer, which', /reader\.$/],
  [
    'a clause',
    'finds that, when its pages are read backwards by many readers, the note of each page',
    /the note of each page\.$/,
  ],
])('cuts no line within %s', (_, middle, within) => {
  const long = `Tidemark ${middle} of the many things that people have tried on long documents of all kinds in the last years of the century.`
  expect(shorten(long) ?? '').not.toMatch(within)
})

it.each([
  [
    'We present a patient memory for agents. It forgets what nobody needs. On LoCoMo, it gains 4.2 points.',
    ['The memory forgets what nobody needs.', 'On LoCoMo, the memory gains 4.2 points.'],
  ],
  [
    'We propose Tidemark, a memory for retrieval. We also present TideBench, a benchmark of tides. Our method improves recall by 7.4 points.',
    ['Tidemark improves recall by 7.4 points.'],
  ],
  [
    'Books are long. We propose a memory that addresses these challenges by integrating a reader of whole pages. It reads pages backwards and forwards.',
    ['We propose a memory integrating a reader of whole pages.'],
  ],
])('says of whom “%s” tells', (abstract, expected) => {
  expect(lines(abstract)).toEqual(expect.arrayContaining(expected))
})

it.each([
  [
    'Experiments on LongPages and ShortPages show that Tidemark reaches 42.1% recall.',
    'On LongPages and ShortPages, Tidemark reaches 42.1% recall.',
  ],
  [
    'By evaluating 21 proprietary and open-source readers, we conclude the following findings: (1) readers show drastic drops (>25%) on open questions compared with choices; (2) surprisingly, longer books with many more pages do not help any of them.',
    expect.stringContaining('eaders show drastic drops (>25%) on open questions'),
  ],
  [
    'Besides relative advantage, our best reader achieves 56.1% recall, which is ...',
    'Our best reader achieves 56.1% recall.',
  ],
  [
    'Despite being trained on only 200 pages, Tidemark demonstrates a strong recall on whole books.',
    'Despite being trained on only 200 pages, Tidemark demonstrates a strong recall on whole books.',
  ],
  [
    'We introduce TideBench, a benchmark of long and short books in many languages that readers of all ages have by heart, and demonstrate that Tidemark surpasses larger readers by 7.4 points.',
    'Tidemark surpasses larger readers by 7.4 points.',
  ],
  [
    'We demonstrate that Tidemark reads whole books, matching larger readers with 40% less memory.',
    'Tidemark matches larger readers with 40% less memory.',
  ],
])('tells the result of “%s”', (result, line) => {
  expect(lines(`We propose Tidemark, a memory for retrieval. ${result}`)).toContainEqual(line)
})

it('spares no word that bounds what is denied', () => {
  const result =
    'Tidemark achieves the best recall on whole books and on single pages of them without extensive optimizations for tasks or labeled data, while an analysis provides further insights.'
  expect(lines(`We propose Tidemark, a memory for retrieval. ${result}`).join(' ')).toContain('without extensive')
})

it('credits the paper with nothing that others do', () => {
  const result = 'We show that even large readers are brittle on whole books, losing 40% of their recall on old pages.'
  expect(lines(`We propose Tidemark, a benchmark of books. ${result}`)).not.toContain(
    'We lose 40% of their recall on old pages.',
  )
  const trained = 'Training readers on Tidemark demonstrates steady gains of 4%, establishing Tidemark as a foundation.'
  expect(lines(`We propose Tidemark, a benchmark of books. ${trained}`).join(' ')).not.toContain(
    'Tidemark establishes Tidemark',
  )
})

it('says first what the paper proposes, not what it explores on the way', () => {
  const abstract =
    'This paper explores the role of memory in search. We investigate how readers forget. We propose Tidemark – a memory that reads the pages of long books backwards.'
  expect(lines(abstract, 'Tidemark: A Memory That Reads Backwards')[0]).toMatch(/^We propose Tidemark/)
})

it.each([
  [
    'German',
    'Suchmaschinen vergessen oft, was sie gelesen haben. Wir stellen Tidemark vor, ein Gedächtnis für lange Texte. Es liest Seiten rückwärts. Allerdings, so zeigt sich, steigt die Trefferquote um 3,5 Punkte.',
    /^Wir stellen/,
    /3,5 Punkte/,
  ],
  [
    'French',
    'Les moteurs oublient souvent ce qu’ils lisent. Nous proposons Tidemark, une mémoire pour les longs textes. Il lit les pages à rebours. Cependant, le rappel augmente de 3,5 points.',
    /^Nous proposons/,
    /^Le rappel augmente/,
  ],
  [
    'Spanish',
    'Los motores olvidan lo que leen. Presentamos Tidemark, una memoria para textos largos. Lee las páginas al revés. Además, la precisión mejora en 3,5 puntos.',
    /^Presentamos/,
    /^La precisión/,
  ],
  [
    'Chinese',
    '搜索引擎经常忘记读过的内容。我们提出了一种新的记忆方法。它使用两个模块。然而，准确率提高了3.5%。代码已公开。',
    /^我们提出/,
    /3\.5%/,
  ],
  [
    'Japanese',
    '検索は読んだ内容を忘れる。本論文では、新しい手法を提案する。二つのモジュールを用いる。しかし、精度は3.5%向上した。',
    /^本論文/,
    /3\.5%/,
  ],
])('says what is new and what came out in %s', (_, abstract, first, last) => {
  expect(lines(abstract)[0]).toMatch(first)
  expect(lines(abstract).at(-1)).toMatch(last)
})

it('tells a numbered list by the names of its items', () => {
  const abstract =
    'We propose Tidemark, a memory for retrieval. Tidemark has two key parts: (1) a patient reader, which goes through the pages of a book backwards so as to find their ends; and (2) a short writer that notes down what each of them says.'
  expect(lines(abstract)).toContain('Tidemark has two key parts: a patient reader and a short writer.')
})

it('gives “it” the name of what the sentence before introduces', () => {
  const abstract =
    'We propose Tidemark, a dataset of tides. We also introduce Ebb, a first reader of tides. It integrates two encoders of old and new pages by training on pairs of pages from many books.'
  expect(lines(abstract)).toContain(
    'Ebb integrates two encoders of old and new pages by training on pairs of pages from many books.',
  )
})

it.each([
  [
    'We introduce Tidemark, a patient and thorough memory for retrieval that reads the pages of long documents and of many short ones backwards, so that their ends are found, and not only their beginnings.',
    /(?:retrieval|documents|backwards)\.$/,
  ],
  [
    'We tackle these gaps by introducing Tidemark, a memory for retrieval.',
    /^We introduce Tidemark, a memory for retrieval\.$/,
  ],
  [
    'Recognizing that pages, books, and notes (long ones, too) differ, we introduce Tidemark, a memory for the pages of old books that reads them all.',
    /^We introduce Tidemark, a memory/,
  ],
])('says what a paper is of “%s”', (abstract, line) => {
  expect(lines(abstract)[0]).toMatch(line)
})

it.each([
  'We release the code and the models of Tidemark to everybody.',
  'This work provides valuable insights into the memory of machines.',
  'Tidemark contains 3,658 pairs of pages in 90 books.',
])('takes no “%s” for the result', (sentence) => {
  const result = 'Tidemark outperforms the readers of earlier years on long books.'
  expect(lines(`We propose Tidemark, a memory for retrieval. ${result} ${sentence}`).at(-1)).toBe(result)
})

it.each([
  ['RETRACTED: Tidemark, a Memory for Retrieval', 'We propose Tidemark. Tidemark improves recall by 7.4 points.'],
  ['Tidemark', 'This paper has been withdrawn by the authors. Tidemark improves recall by 7.4 points.'],
])('never tells what a withdrawn paper found: %s', (title, abstract) => {
  for (const form of ['lines', 'tldr'] as const) {
    const { lines } = summarizeExtractively({ id: '', title, abstract }, form)
    expect(lines).toEqual([expect.stringMatching(/retracted|withdrawn/)])
  }
})
