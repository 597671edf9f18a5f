import type { PaperId } from '../core/paper.ts'

/** `tldr` is one sentence, `lines` what a post shows: what it is, how, result. */
export type SummaryForm = 'tldr' | 'lines'

export type SummaryRequest = {
  id: PaperId | string
  title: string
  abstract: string
  /** For models, which write in any; sentences of the abstract stay as they are. */
  language?: string
}

export type Summary = {
  /** One line for `tldr`, up to three for `lines`; none when the abstract holds nothing to say. */
  lines: string[]
  /**
   * `extract`: sentences of the abstract. `model`: written by `model` from the abstract. `source`: came with the paper.
   */
  by: 'extract' | 'model' | 'source'
  model: string | null
}

export type Summarize = {
  (paper: SummaryRequest, form: SummaryForm, signal: AbortSignal): Promise<Summary>
  /** What writes, in any language; absent: sentences of the abstract, which stay in its own. */
  model?: string
  /** Some servers load their model with a request, which takes longer than a digest waits. */
  warm?(): void
}
