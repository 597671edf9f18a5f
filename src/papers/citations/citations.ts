import type { Paper } from '../../core/paper.ts'
import { renderBibtex } from './bibtex.ts'
import { renderCsl } from './csl.ts'
import { renderRis } from './ris.ts'

/** A list of papers as reference managers read it. */
export type CitationFormat = {
  name: string
  label: string
  type: string
  extension: string
  render(papers: Paper[]): string
}

export const citationFormats: CitationFormat[] = [
  { name: 'bibtex', label: 'BibTeX', type: 'application/x-bibtex', extension: 'bib', render: renderBibtex },
  { name: 'ris', label: 'RIS', type: 'application/x-research-info-systems', extension: 'ris', render: renderRis },
  {
    name: 'csl',
    label: 'CSL-JSON',
    type: 'application/vnd.citationstyles.csl+json',
    extension: 'json',
    render: renderCsl,
  },
]

export const findFormat = (name: string | undefined): CitationFormat | null =>
  citationFormats.find((format) => format.name === name?.toLowerCase()) ?? null
