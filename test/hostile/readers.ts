import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chosenMessage, parseInteraction, textsOf } from '../../adapters/discord/interactions/payloads.ts'
import { unpackId } from '../../adapters/discord/render/buttons.ts'
import { fileName, renderAnswer, renderMessage as renderDiscord, threadName } from '../../adapters/discord/render.ts'
import { renderHtml } from '../../adapters/email/render/html.ts'
import { renderText } from '../../adapters/email/render.ts'
import { readEmoji } from '../../adapters/shared/emoji.ts'
import { renderModal } from '../../adapters/slack/forms.ts'
import { readText } from '../../adapters/slack/render/text.ts'
import { renderMessage as renderSlack } from '../../adapters/slack/render.ts'
import { renderMessage as renderTerminal } from '../../adapters/terminal/render.ts'
import { ConfigError, readConfig } from '../../src/cli/settings/config.ts'
import { fields } from '../../src/commands/settings/fields.ts'
import { readFields } from '../../src/commands/settings/read-fields.ts'
import { parseCommand, verbs } from '../../src/commands/table.ts'
import { linkedPapers } from '../../src/core/identifiers/linked-papers.ts'
import { paperIdOf } from '../../src/core/identifiers/paper-id.ts'
import { redact } from '../../src/core/log.ts'
import type { Message } from '../../src/core/message.ts'
import { LONGEST_TEXT, type Paper } from '../../src/core/paper.ts'
import { sanitizeInput, shorten } from '../../src/core/text/shorten.ts'
import { paperMessage } from '../../src/digest/write/texts.ts'
import { platforms } from '../../src/main.ts'
import { normalizeAnswer } from '../../src/models/answer-status.ts'
import { citationFormats } from '../../src/papers/citations/citations.ts'
import { longKey, parseAbbreviations, shortKey } from '../../src/papers/index/abbreviations.ts'
import { readWords } from '../../src/papers/index/tokenize.ts'
import { readNames } from '../../src/papers/names/list.ts'
import { readName } from '../../src/papers/names/name.ts'
import { NO_POPULARITY } from '../../src/papers/popularity.ts'
import { matches } from '../../src/search/matches.ts'
import { parseQuery } from '../../src/search/query/parse.ts'
import { createHighlighter } from '../../src/search/ranking/highlight.ts'
import { parseAnnouncements, parseQueryAnswer as parseArxivAnswer } from '../../src/sources/arxiv/atom.ts'
import { readArxivHtml } from '../../src/sources/arxiv/full-text.ts'
import { parseDate } from '../../src/sources/date.ts'
import { readEntry } from '../../src/sources/feed/entry.ts'
import type { EntryFacts } from '../../src/sources/feed/facts.ts'
import { parseFeed } from '../../src/sources/feed/index.ts'
import { decodeText } from '../../src/sources/http/charset.ts'
import { parseItems } from '../../src/sources/huggingface/api.ts'
import { readMarkdown } from '../../src/sources/huggingface/markdown.ts'
import { parsePage as parseListing } from '../../src/sources/huggingface/page.ts'
import { type PdfItem, readPages } from '../../src/sources/pdf/layout.ts'
import { SourceError } from '../../src/sources/source-error.ts'
import { parseCsl } from '../../src/sources/submission/doi.ts'
import { parsePage } from '../../src/sources/submission/page.ts'
import { cleanLink, cleanText } from '../../src/sources/text/text.ts'
import { firstSentence, summarizeExtractively } from '../../src/summaries/extractive.ts'
import { checkGrounding } from '../../src/summaries/grounding/grounding.ts'
import { parseReply } from '../../src/summaries/model/reply.ts'
import { answerFrom } from '../../src/texts/answer.ts'
import type { PaperText } from '../../src/texts/paper-text.ts'
import { aPaper } from '../fixtures/papers.ts'

/** What it says in the name of a test, and the function that gets the text. */
export type Reader = [name: string, read: (text: string) => unknown]

const ABSTRACT = 'We introduce Tidemark, which improves accuracy by 3%. It outperforms others by 3 to 5 points.'
const ARTICLE = '<article class="ltx_document">'
const ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">'

/** A source may say no. */
async function orRefuse(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}

/** Texts of papers and people are cut where they enter: see `cleanText` and `readTyped` below. */
const entered = (text: string): string => text.slice(0, LONGEST_TEXT)
const paperOf = (text: string): Paper => aPaper('2603.00001', { title: text, abstract: text, authors: [text] })
const DEFAULTS = {
  timezone: 'UTC',
  postAt: '09:00',
  postDays: [],
  papersPerDay: 5,
  language: 'en',
  sources: ['huggingface'],
}
const units = [['a'], ['a', 'a', 'b']].map((stems) => ({
  in: 'any' as const,
  forms: [{ stems, weight: 1, means: false }],
  words: stems,
  papers: 1,
}))

const textOf = (text: string): PaperText => ({
  sections: [
    {
      ...{ kind: 'section', level: 1, number: '', title: text.slice(0, 1_000), anchor: '' },
      passages: text.match(/[\s\S]{1,2000}/g)?.map((part) => ({ kind: 'text', anchor: '', text: part })) ?? [],
    },
  ],
  page: null,
  read: '',
})
const pdfLine = (text: string, index: number): PdfItem => ({
  ...{ text, x: 1, y: -12 * index, size: 10, font: 'a', endsLine: true, isTurned: false },
})

async function readFeed(text: string): Promise<void> {
  const entries: EntryFacts[] = []
  const feed = await parseFeed(text, 'https://a.org', (facts) => entries.push(facts))
  if (feed) for (const facts of entries.slice(0, 300)) await readEntry(facts, feed)
}

/** Everything in it is the text, a title and a link as well. */
function messageOf(whole: string, size: 'full' | 'line' = 'full'): Message {
  const text = entered(whole)
  const url = `https://example.org/${text}`
  const { cards } = paperMessage(paperOf(text), NO_POPULARITY, { lines: [text], by: 'extract', model: null })
  return {
    kind: 'paper',
    heading: text,
    note: text,
    page: null,
    buttons: [
      { label: text, action: 'a', value: text },
      { label: text, url },
    ],
    cards: cards.map((card) => ({
      ...card,
      size,
      title: [
        { text, strong: true },
        { text, strong: false },
      ],
      facts: [text],
      excerpt: [{ text, strong: true }],
      url,
      links: [{ label: text, url }],
      picture: { url, alt: text },
    })),
  }
}

const noticeOf = (text: string): Message => ({ ...messageOf(text), kind: 'notice', cards: [] })
const links = { unsubscribe: 'https://example.org', settings: 'https://example.org' }

function chosen(text: string): unknown {
  const message = { id: '1', content: text, embeds: [{ url: text }] }
  const data = { target_id: '1', resolved: { messages: { 1: message } } }
  const interaction = parseInteraction({ id: '1', token: 't', type: 2, channel_id: '1', user: { id: '1' }, data })
  return interaction && [chosenMessage(interaction), sanitizeInput([...textsOf(interaction)].join('\n'))]
}

export const sources: Reader[] = [
  [
    'the bytes of an answer',
    (text) => decodeText({ url: new URL('https://a.org'), contentType: text, body: Buffer.from(text) }),
  ],
  ['a text of a paper', cleanText],
  ['a link', (text) => cleanLink(`https://a.org/${text}`)],
  ['a submitted page', (text) => parsePage(text, 'url:https://a.org')],
  [
    'the head of a page',
    (text) => parsePage(`<head><meta name="citation_title" content="A">${text}`, 'url:https://a.org'),
  ],
  [
    'the tags of a page',
    (text) =>
      parsePage(
        ['title', 'abstract', 'author', 'keywords', 'doi']
          .map((name) => `<meta name="citation_${name}" content="${text}">`)
          .join(''),
        'url:https://a.org',
      ),
  ],
  ['an answer of doi.org', (text) => orRefuse(parseCsl(text, 'doi:10.1/a'))],
  [
    'the texts in an answer of doi.org',
    (text) =>
      orRefuse(parseCsl(JSON.stringify({ title: text, abstract: text, author: [{ family: text }] }), 'doi:10.1/a')),
  ],
  ['authors in one field', (text) => readNames([text])],
  ['an author', readName],
  ['a date', parseDate],
  ['a feed', readFeed],
  ['an entry of a feed', (text) => readFeed(`${ATOM}<entry><title>A</title><summary>${text}</summary></entry></feed>`)],
  ['an open entry', (text) => readFeed(`${ATOM}<entry><title>A</title>${text}`)],
  [
    'an item with it in CDATA',
    (text) =>
      readFeed(
        `<rss version="2.0"><channel><item><description><![CDATA[${text}]]></description></item></channel></rss>`,
      ),
  ],
  [
    'the names, dates and links in an item',
    (text) =>
      readFeed(
        `<rss><channel><item><dc:creator>${text}</dc:creator><pubDate>${text}</pubDate><link>https://a.org/${text}</link><guid>${text}</guid></item></channel></rss>`,
      ),
  ],
  ['a JSON feed', (text) => readFeed(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":${text}`)],
  [
    'an announcement of arXiv',
    (text) =>
      orRefuse(
        parseAnnouncements(
          `${ATOM}<entry><id>oai:arXiv.org:2508.13426v1</id><title>A</title><published>2025-01-01</published><summary>${text}</summary><dc:creator>${text}</dc:creator></entry></feed>`,
          'cs.CL',
        ),
      ),
  ],
  ['an answer of arXiv', (text) => orRefuse(parseArxivAnswer(`${ATOM}<entry>${text}</entry></feed>`, 'cs.CL'))],
  ['a paper of arXiv', (text) => readArxivHtml(ARTICLE + text, new URL('https://arxiv.org/html/2511.01234'))],
  [
    'the formulas and tables in a paper of arXiv',
    (text) =>
      readArxivHtml(
        `${ARTICLE}<p class="ltx_p"><math alttext="${text}"></math></p><table class="ltx_tabular"><tr><td>${text}`,
        new URL('https://arxiv.org/html/2511.01234'),
      ),
  ],
  [
    'a paper as Hugging Face’s Markdown',
    (text) => readMarkdown(`URL Source: https://arxiv.org/html/1\nMarkdown Content:\n# A\n${text}`),
  ],
  // In a process of its own, for 20 s at most.
  ['pages of a PDF', (text) => readPages([text.split('\n').slice(0, 10_000).map(pdfLine)])],
  [
    'a page of Hugging Face',
    (text) => orRefuse(parseListing(`<article><h3><a href="/papers/2508.13426">${text}`, '2026-01-01')),
  ],
  [
    'an item of Hugging Face',
    (text) =>
      parseItems(
        [{ paper: { id: '2508.13426', title: text, summary: text, authors: [{ name: text }] } }],
        () => '2026-01-01',
      ),
  ],
]

export const people: Reader[] = [
  ['what somebody typed', sanitizeInput],
  ['what Slack sends of a text', (text) => sanitizeInput(readEmoji(readText(text)))],
  ['a message that was chosen on Discord', chosen],
  ['a button that was pressed on Discord', unpackId],
  ['links in a text', linkedPapers],
  ...[
    '',
    '10.1000/',
    'https://arxiv.org/abs/',
    'https://biorxiv.org/content/',
    'https://a.org/doi/10.1000/',
    'https://a.org/?',
  ].map((before): Reader => [`an identifier after “${before}”`, (text) => paperIdOf(before + text)]),
  ['a command', (text) => parseCommand(entered(text))],
  ...verbs.map(({ name }): Reader => [`a command “${name}”`, (text) => parseCommand(`${name} ${entered(text)}`)]),
  ['a search', (text) => parseQuery(text, 0)],
  ['a question about a paper', (text) => answerFrom(textOf(ABSTRACT), entered(text).slice(0, 500))],
  [
    'what somebody typed for each setting',
    (text) => readFields({}, Object.fromEntries(fields.map(({ name }) => [name, text])), DEFAULTS),
  ],
]

export const search: Reader[] = [
  ['words of a paper', (text) => readWords(entered(text))],
  ['a paper that is asked', (text) => answerFrom(textOf(text), 'How many tides does TM (tide machine) read?')],
  ['abbreviations in an abstract', (text) => parseAbbreviations(entered(text))],
  ['the key of a long form', (text) => longKey(entered(text))],
  ['the key of a short form', (text) => shortKey(entered(text))],
  [
    'a paper that a rule looks at',
    (text) => matches(parseQuery('a "b c" ab-cd title:aa author:x', 0), paperOf(text), { upvotes: 1 }),
  ],
  ['a rule, and the same as a paper', (text) => matches(parseQuery(text, 0), paperOf(text), { upvotes: 1 })],
  ['an abstract with what a search found', (text) => createHighlighter(units).excerptOf(text)],
  ['a title with what a search found', (text) => createHighlighter(units).highlight(text)],
]

export const summaries: Reader[] = [
  ['an abstract in three lines', (text) => summarizeExtractively({ id: 'a', title: 'A B', abstract: text }, 'lines')],
  ['an abstract in one sentence', (text) => summarizeExtractively({ id: 'a', title: text, abstract: text }, 'tldr')],
  ['the first sentence', firstSentence],
  [
    'an abstract that a summary rests on',
    (text) => checkGrounding(['A proposes 3 and A1 better than B.', ABSTRACT], { title: 'a', abstract: text }),
  ],
  ['a summary', (text) => checkGrounding([text], { title: 'a', abstract: ABSTRACT })],
  ['a summary in another language', (text) => checkGrounding([text], { title: 'a', abstract: ABSTRACT }, 'de')],
  ['a summary of the same', (text) => checkGrounding([`${entered(text)} x.`], { title: text, abstract: text })],
  ['an answer of a model', parseReply],
  ['an error page of a model’s server', (text) => normalizeAnswer(502, Buffer.from(text))],
  [
    'a line in an answer of a model',
    (text) =>
      parseReply(
        JSON.stringify({
          tldr: text.slice(0, 1_500),
          contribution: text.slice(0, 1_500),
          method: '',
          result: '',
          keywords: [],
        }),
      ),
  ],
]

export const writers: Reader[] = [
  ['a line of the log', redact],
  ['a title that is cut', (text) => shorten(text, 200)],
  ...citationFormats.map(
    ({ label, render }): Reader => [`a citation as ${label}`, (text) => render([paperOf(entered(text))])],
  ),
  ['a post on Slack', (text) => renderSlack(messageOf(text))],
  ['a line on Slack', (text) => renderSlack(messageOf(text, 'line'))],
  ['a notice on Slack', (text) => renderSlack(noticeOf(text))],
  ['a window on Slack', (text) => renderModal(messageOf(text), { channel: 'slack:T1/C1', depth: 1 })],
  ['a post on Discord', (text) => renderDiscord(messageOf(text), 'a')],
  ['a line on Discord', (text) => renderDiscord(messageOf(text, 'line'), 'a')],
  ['a notice on Discord', (text) => renderAnswer(noticeOf(text))],
  ['names on Discord', (text) => [fileName(text), threadName(text)]],
  [
    'a post in the terminal',
    (text) => renderTerminal(messageOf(text), { width: 80, color: true, links: true, brief: false }),
  ],
  ['a letter', (text) => [renderHtml(messageOf(text), links), renderText(messageOf(text), links)]],
]

const file = join(mkdtempSync(join(tmpdir(), 'paperboy-')), '.env')
export const settings: Reader[] = [
  [
    'a file of settings',
    (text) => {
      writeFileSync(file, text)
      try {
        return readConfig(platforms, {}, file)
      } catch (error) {
        if (error instanceof ConfigError) return null
        throw error
      }
    },
  ],
]
