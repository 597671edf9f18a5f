import { expect, it } from 'vitest'
import { readMarkdown } from '../../../src/sources/huggingface/markdown.ts'

const page = (body: string, source = 'https://arxiv.org/html/2603.00001') =>
  `Title: Tidemark\n\nURL Source: ${source}\n\nPublished Time: Mon, 30 Mar 2026 01:23:21 GMT\n\nMarkdown Content:\n${body}`

const PAPER = `Tidemark
===============

1.   [1 Introduction](https://arxiv.org/html/2603.00001v2#S1 "In Tidemark")
    1.   [1.1 Loss](https://arxiv.org/html/2603.00001v2#S1.SS1)

###### Abstract

We present _Tidemark_, which halves the error[[28](https://arxiv.org/html/2603.00001#bib.bib20 "A catalogue: of (tides)")].

1 Introduction
--------------

![Image 1: Refer to caption](https://arxiv.org/html/2603.00001v2/x1.png)

Figure 1: How a tide is read.

1.   1.
We contribute a **model** of drift_rate.

### 1.1 Loss of tides.

| Model | Found |
| --- | --- |
| Tidemark | 91.5 |

References
----------

[1] Ben Sample. A catalogue of tides.

Appendix A More Tides
---------------------

All 40 are listed.
`

it('has the sections of a paper, without its contents, pictures, references and marks', async () => {
  const sections = await readMarkdown(page(PAPER))
  expect(
    sections?.map(({ level, number, title, passages }) => [
      `${level} ${number} ${title}`,
      ...passages.map(({ kind, text }) => `${kind} ${text}`),
    ]),
  ).toEqual([
    ['1  Tidemark'],
    ['6  Abstract', 'text We present Tidemark, which halves the error[28].'],
    ['2 1 Introduction', 'caption Figure 1: How a tide is read.', 'text We contribute a model of drift_rate.'],
    ['3 1.1 Loss of tides', 'table Model | Found\nTidemark | 91.5'],
    ['2 A More Tides', 'text All 40 are listed.'],
  ])
})

it('is none where Hugging Face answers with its own page, or with another one', async () => {
  expect(await readMarkdown(page('Paper page - Tidemark', 'https://huggingface.co/papers/2603.00001'))).toBe(null)
  expect(await readMarkdown('<!doctype html><title>404</title>')).toBe(null)
  expect(await readMarkdown(page('###### Abstract\n'))).toBe(null)
})
