import { count, describeAuthor } from '../digest/write/texts.ts'
import { postsOf } from '../outbox/posts.ts'
import { hideSummary } from '../summaries/hide.ts'
import { insertSummaryReport, summaryReportsOn, type Writer } from '../summaries/reports.ts'
import { summaryOfPost, writerOf } from '../summaries/team-summaries.ts'
import { requirePaper } from './arguments.ts'
import { print } from './verb.ts'
import type { App } from './wiring/open-app.ts'

type HideContext = Pick<App, 'store' | 'search' | 'signal' | 'adapters' | 'log'>

/** Hides from all teams the summaries of a paper that were reported; without a report, those that its posts show. */
export async function hideEverywhere(app: HideContext, text: string, write = print): Promise<number> {
  const { db, now } = app.store
  const paper = await requirePaper(app, text)
  const posts = await Promise.all((await postsOf(db, paper.id)).map((post) => summaryOfPost(db, paper, post)))
  const reports = await summaryReportsOn(db, paper.id)
  const withdrawn = new Set(reports.flatMap(({ writer, state }) => (state === 'withdrawn' ? [writer] : [])))
  const open = (writers: Writer[]) => [...new Set(writers)].filter((writer) => !withdrawn.has(writer))
  const reported = open(reports.map(({ writer }) => writer))
  const shown = open(posts.flatMap((summary) => (summary ? [writerOf(paper, summary)] : [])))
  const writers = reported.length > 0 ? reported : shown
  if (writers.length === 0) throw new Error(`No post shows a summary of ${paper.title}.`)
  const report = { person: 'cli:operator', channel: 'cli:local', reason: 'hidden everywhere' } as const
  for (const writer of writers)
    await insertSummaryReport(db, { paper: paper.id, writer, state: 'withdrawn', at: now(), ...report })
  const changed = await hideSummary(app, paper, null)
  write(`Hidden everywhere: ${paper.title}.`)
  const describe = (instead: (typeof changed)[number]['instead']) =>
    instead.lines.length > 0 ? describeAuthor(instead) : 'no summary'
  for (const [what, posts] of Map.groupBy(changed, ({ instead }) => describe(instead)))
    write(`${count(posts.length, 'post')} now: ${what}.`)
  const old = changed.filter(({ isOld }) => isOld).length
  if (old === 0) return 0
  write(`${count(old, 'post')} could not be edited: the log says why.`)
  return 1
}
