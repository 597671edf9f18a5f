import { z } from 'zod'
import { isoDay } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { describeAuthor } from '../../digest/write/texts.ts'
import { loadPaperHistory } from '../../library/paper-history.ts'
import { newestPosts } from '../../outbox/postings.ts'
import { citationFormats, findFormat } from '../../papers/citations/citations.ts'
import { summaryOf } from '../archive/paper.ts'
import { readQuery, searchFor } from '../archive/search.ts'
import { nextAgenda } from '../archive/voted.ts'
import { askPaper, passageRecord, passagesFrom } from './paper-text.ts'
import { paperName, paperNamed, paperRecord, paperRecords, papersNamed, unknownPaper } from './papers.ts'
import { AssistantError, defineTool } from './tool.ts'

const MOST = 50

const limit = z.number().int().min(1).max(MOST).default(10)
const cursor = z.string().max(20).regex(/^\d+$/, 'It must be a next_cursor of an earlier answer.')

const searchPapers = defineTool({
  name: 'search_papers',
  title: 'Search papers',
  description:
    'Search the papers that this team’s bot has collected. Words, "phrases", -not, author:lecun, since:2026-03, ' +
    'cat:cs.CL, votes:>2 (votes of this team), sort:new.',
  input: { query: z.string().min(1).max(300), limit, cursor: cursor.optional() },
  output: {
    total: z.number(),
    papers: z.array(paperRecord),
    problems: z.array(z.string()).describe('what to know about the query, in sentences'),
    next_cursor: z.string().nullable(),
  },
  async run(session, { query, limit, cursor = '0' }) {
    const offset = Number(cursor)
    const { hits, total, problems } = await searchFor(session, readQuery(query), { offset, limit })
    const ids = hits.map(({ paper }) => paper.id)
    const next = offset + hits.length
    return {
      total,
      papers: await paperRecords(session, ids),
      problems,
      next_cursor: hits.length > 0 && next < total ? String(next) : null,
    }
  },
})

const getPaper = defineTool({
  name: 'get_paper',
  title: 'Get a paper',
  description:
    'One paper that this team’s bot has collected: abstract, links, its summary with who wrote it, and its text on ' +
    'request, a few passages at a time.',
  input: {
    paper: paperName,
    passages_from: cursor.optional().describe('“0” begins its text, next_cursor goes on; without it there is none'),
  },
  output: {
    ...paperRecord.shape,
    abstract: z.string(),
    organization: z.string().nullable(),
    categories: z.array(z.string()),
    keywords: z.array(z.string()),
    pdf: z.string().nullable(),
    code: z.string().nullable(),
    summary: z.array(z.string()),
    summary_by: z.string(),
    passages: z.array(passageRecord),
    read: z.string().nullable().describe('how much of its text could be read'),
    next_cursor: z.string().nullable(),
  },
  async run(session, { paper: name, passages_from: from }) {
    const paper = await paperNamed(session, name)
    const [record] = await paperRecords(session, [paper.id])
    if (!record) throw new AssistantError(`“${name}” was just deleted.`)
    const history = await loadPaperHistory(session.store, paper.id, session.reader)
    const summary = await summaryOf(session, paper, history)
    const { abstract, organization, categories, keywords, links } = paper
    const facts = { abstract, organization, categories, keywords, pdf: links.pdf, code: links.code }
    const text = await passagesFrom(session, paper, from)
    return { ...record, ...facts, summary: summary.lines, summary_by: describeAuthor(summary), ...text }
  },
})

export const listDigest = defineTool({
  name: 'list_digest',
  title: 'What was posted',
  description: 'The papers that this team’s bot posted in the channel on its newest day, or the newest up to `day`.',
  input: { day: isoDay.optional().describe('YYYY-MM-DD') },
  output: {
    day: z.string().nullable().describe('null: nothing was posted by then'),
    papers: z.array(paperRecord.extend({ summary: z.array(z.string()) })),
  },
  async run(session, { day = null }) {
    const newest = await newestPosts(session.store.db, session.channel, MOST, day)
    const posts = newest.filter(({ date }) => date === newest[0]?.date)
    const ids = posts.map(({ paper }) => paper)
    const linesOf = (id: string) => posts.find(({ paper }) => paper === id)?.message?.cards[0]?.lines ?? []
    const papers = (await paperRecords(session, ids)).map((one) => ({ ...one, summary: linesOf(one.id) }))
    return { day: newest[0]?.date ?? null, papers }
  },
})

const teamHistory = defineTool({
  name: 'team_history',
  title: 'What the team made of a paper',
  description: 'When this team’s bot posted a paper here, how many voted for it, and what the team decided and noted.',
  input: { paper: paperName },
  output: {
    posted: z.array(z.string()).describe('days'),
    votes: z.number(),
    discussed: z.object({ day: z.string(), open: z.boolean(), verdict: z.string().nullable() }).nullable(),
    notes: z.array(z.object({ day: z.string(), text: z.string() })),
  },
  async run(session, { paper: name }) {
    const { id } = await paperNamed(session, name)
    const { postings, votes, discussion, notes } = await loadPaperHistory(session.store, id, session.reader)
    return {
      posted: postings.map(({ date }) => date),
      votes,
      discussed: discussion && {
        day: discussion.date,
        open: discussion.closedAt === null,
        verdict: discussion.verdict,
      },
      notes: notes.slice(0, MOST).map(({ text, keptAt }) => ({ day: localDate(session.timezone, keptAt), text })),
    }
  },
})

const agenda = defineTool({
  name: 'agenda',
  title: 'The next meeting',
  description: 'When this team next meets about papers, and which it will discuss as votes stand now.',
  input: {},
  output: {
    meeting: z.object({ day: z.string(), time: z.string(), zone: z.string() }).nullable(),
    papers: z.array(paperRecord),
  },
  async run(session) {
    const next = await nextAgenda(session)
    const ids = next?.items.map(({ paper }) => paper) ?? []
    const { date: day = '', time = '', zone = '' } = { ...next?.meeting, ...next?.settings }
    return { meeting: next && { day, time, zone }, papers: await paperRecords(session, ids) }
  },
})

const cite = defineTool({
  name: 'cite',
  title: 'Cite papers',
  description: 'Citations of papers that this team’s bot has collected, as a file for reference managers.',
  input: {
    papers: z.array(paperName).min(1).max(MOST),
    format: z.enum(citationFormats.map(({ name }) => name)).default('bibtex'),
  },
  output: { text: z.string(), unknown: z.array(z.string()).describe('what no paper here is called') },
  async run(session, { papers: names, format }) {
    const papers = await papersNamed(session, names)
    const known = new Map([...papers.values()].map((paper) => [paper.id, paper]))
    if (known.size === 0) throw new AssistantError(unknownPaper(names.join('”, “')))
    const text = findFormat(format)?.render([...known.values()]) ?? ''
    return { text, unknown: names.filter((name) => !papers.has(name)) }
  },
})

/** All of them only read: an assistant that was talked into something must not act in a person’s name. */
export const tools = [searchPapers, getPaper, askPaper, listDigest, teamHistory, agenda, cite]
