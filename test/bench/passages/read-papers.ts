import { readFileSync } from 'node:fs'
import { escapeUTF8 } from 'entities'
import type { PaperId } from '../../../src/core/paper.ts'
import { arxivPage } from '../../fixtures/arxiv-page.ts'

/** `gold`: the sections and paragraphs that answer it (`5.2/1`), named before there was a search; none: nothing does. */
export type Question = { text: string; gold: string[] }
export type AskedPaper = { id: PaperId; title: string; page: string; questions: Question[] }

/**
 * Invented papers with questions, as pages of arxiv.org/html. A line is a paragraph; `= id | title`, `#` a section, `##`
 * one within, `T` a caption, `|` a row, `?` a question with its answer's place before it, `!` one without an answer.
 */
export const readPapers = (half: 'a' | 'b'): AskedPaper[] =>
  readFileSync(new URL(`papers-${half}.txt`, import.meta.url), 'utf8')
    .split(/^= /m)
    .slice(1)
    .map(readPaper)

function readPaper(written: string): AskedPaper {
  const [head = '', ...lines] = written.trim().split('\n')
  const [id = '', title = ''] = head.split(' | ')
  const questions = lines.flatMap((line): Question[] => {
    const [, places, text] = /^\? (\S+) \| (.+)$/.exec(line) ?? [null, '', /^! (.+)$/.exec(line)?.[1]]
    return text === undefined ? [] : [{ text, gold: places === '' ? [] : (places?.split(',') ?? []) }]
  })
  const body = lines.filter((line) => !/^[?!] /.test(line))
  return { id: `arxiv:${id}`, title, page: arxivPage(articleOf(title, body), { id: `${id}v1` }), questions }
}

function articleOf(title: string, lines: string[]): string {
  let [section, sub, paragraph, table, open, rows] = [-1, 0, 0, 0, '', '']
  const html = [`<h1 class="ltx_title ltx_title_document">${escapeUTF8(title)}</h1>`]
  const place = () => (section === 0 ? 'abs' : sub === 0 ? `S${section}` : `S${section}.SS${sub}`)
  const heading = (kind: string, number: string, text: string) =>
    html.push(
      `<section class="ltx_${kind}" id="${place()}"><h2 class="ltx_title ltx_title_${kind}">` +
        `<span class="ltx_tag ltx_tag_${kind}">${number} </span>${escapeUTF8(text)}</h2>`,
    )
  const close = (depth: number) => {
    html.push(rows === '' ? '' : `<table class="ltx_tabular">${rows}</table></figure>`)
    rows = ''
    const [inner, outer] = [open === 'sub', open !== '']
    if (inner) html.push('</section>')
    if (depth === 1 && outer) html.push(section === 0 ? '</div>' : '</section>')
    open = depth === 1 ? '' : 'section'
  }
  for (const line of lines) {
    const [, mark = '', text = line] = /^(##?|T|\|) (.*)$/.exec(line) ?? []
    if (mark !== '|' && rows !== '') {
      html.push(`<table class="ltx_tabular">${rows}</table></figure>`)
      rows = ''
    }
    if (mark === '#') {
      close(1)
      ;[section, sub, paragraph, open] = [section + 1, 0, 0, 'section']
      if (section === 0)
        html.push('<div class="ltx_abstract" id="abs"><h6 class="ltx_title ltx_title_abstract">Abstract</h6>')
      else heading('section', String(section), text)
    } else if (mark === '##') {
      close(2)
      ;[sub, paragraph, open] = [sub + 1, 0, 'sub']
      heading('subsection', `${section}.${sub}`, text)
    } else if (mark === 'T') {
      table += 1
      rows = ' '
      html.push(
        `<figure class="ltx_table" id="S${section}.T${table}"><figcaption class="ltx_caption">${escapeUTF8(text)}</figcaption>`,
      )
    } else if (mark === '|') {
      const cells = text.split(' | ').map((cell) => `<td class="ltx_td">${escapeUTF8(cell)}</td>`)
      rows += `<tr class="ltx_tr">${cells.join('')}</tr>`
    } else {
      paragraph += 1
      html.push(`<div class="ltx_para" id="${place()}.p${paragraph}"><p class="ltx_p">${escapeUTF8(line)}</p></div>`)
    }
  }
  close(1)
  return html.join('\n')
}

/** `5.2/1` as the page names it: `S5.SS2.p1`. */
export const anchorOf = (gold: string): string =>
  gold.replace(
    /^(\d+)(?:\.(\d+))?\/(\d+)$/,
    (_, section, sub, paragraph) => `S${section}${sub === undefined ? '' : `.SS${sub}`}.p${paragraph}`,
  )
