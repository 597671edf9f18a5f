import { expect, it } from 'vitest'
import { summarizeExtractively } from '../../src/summaries/extractive.ts'
import { clausesOf } from '../../src/summaries/lines/clauses.ts'

const lines = (abstract: string, title = 'Tidemark: Reading Long Books') =>
  summarizeExtractively({ id: '', title, abstract }, 'lines').lines

it.each([
  [
    'We propose Tidemark, a framework that reads each page once and writes notes for later readers.',
    'Tidemark reads each page once and writes notes for later readers.',
  ],
  [
    'We introduce Tidemark, a testbed designed to assess whether readers find the last page.',
    'Tidemark assesses whether readers find the last page.',
  ],
  [
    'By sorting the pages of old books by their names, Tidemark saves its readers time.',
    'Tidemark sorts the pages of old books by their names.',
  ],
  ['We train a reader on the notes, matching the best ones.', 'We match the best ones.'],
  [
    'Experiments on three libraries demonstrate better answers, raising recall by 7.4% and reducing cost by half.',
    'Tidemark raises recall by 7.4% and reduces cost by half.',
  ],
  [
    'Tidemark reads pages through three key steps: a sorter, a reader, and a writer.',
    'Tidemark has three key steps: a sorter, a reader, and a writer.',
  ],
  [
    'Tidemark sorts the pages of all books first, and outperforms its readers by 7.4%.',
    'Tidemark outperforms its readers by 7.4%.',
  ],
  [
    'Most readers forget the first pages of a book, while a model with notes reaches 90%.',
    'A model with notes reaches 90%.',
  ],
])('tells a clause of “%s” by itself', (sentence, clause) => {
  expect(clausesOf(sentence, 'Tidemark')).toContain(clause)
})

it.each([
  'We propose Tidemark, a memory for models that fail on old books.',
  'Tidemark reads all kinds of books, including novels and notes.',
  'Readers of other libraries (using notes, improving recall) forget most pages.',
])('tells nothing of the paper that “%s” says of others', (sentence) => {
  expect(clausesOf(sentence, 'Tidemark')).toEqual([])
})

it.each([
  [
    `We address this old and well-known problem of all libraries by introducing Tidemark, a memory for pages.`,
    'We introduce Tidemark, a memory for pages.',
  ],
  [
    'We present a novel approach by sorting pages of old books by their names.',
    'We sort pages of old books by their names.',
  ],
  [
    'Our framework, Tidemark, sorts the pages of old books by their names.',
    'Tidemark sorts the pages of old books by their names.',
  ],
])('goes no way round to what “%s” says', (abstract, line) => {
  expect(lines(abstract)).toEqual([line])
})

it('writes a known name short where a line has no room for its words', () => {
  const abstract =
    'We propose Reading of Long Books (ROLB), a framework that fine-tunes large language models (LLMs) with the notes of earlier readers and checks each of their answers against the pages.'
  expect(lines(abstract)[0]).toBe(
    'We propose ROLB, a framework that fine-tunes LLMs with the notes of earlier readers and checks each of their answers against the pages.',
  )
})

it('leaves out what a long sentence can spare before it leaves out what it says', () => {
  const abstract =
    'Tidemark sorts a variety of pages, as well as notes, in order to find the names (and places) that three old books share with one another, and hands them over to readers of all ages.'
  expect(lines(abstract)[0]).toMatch(/hands them over to readers of all ages\.$/)
})

it('shows the steps, not the sentence behind them', () => {
  const shown = lines(
    'We propose Tidemark, a memory for long books. Specifically, we sort pages by their names and train a reader on the notes. Tidemark also works with other libraries and their shelves. Experiments show that Tidemark improves recall by 7.4 points.',
  )
  expect(shown[1]).toBe('We sort pages by their names and train a reader on the notes.')
})

it('ends a sentence at “App.” and not at “Fig. 3”', () => {
  expect(
    lines('We released Tidemark as the Books App. Readers of Tidemark find 7.4% more, as Fig. 3 of the paper shows.'),
  ).toEqual([
    'We released Tidemark as the Books App.',
    'Readers of Tidemark find 7.4% more, as Fig. 3 of the paper shows.',
  ])
})
