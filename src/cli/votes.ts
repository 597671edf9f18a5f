import type { IsoDay } from '../core/paper.ts'
import { count } from '../digest/write/texts.ts'
import { findPapers } from '../papers/papers.ts'
import { auditVotes } from '../voting/resync.ts'
import { listVotes } from '../voting/tally.ts'
import { parseDay } from './arguments.ts'
import { type CliVerb, print, printJson } from './verb.ts'
import type { App } from './wiring/open-app.ts'

type Options = { since?: IsoDay; json?: boolean; audit?: boolean }

export const votesVerb: CliVerb = (program, withApp) =>
  program
    .command('votes')
    .description('Count the votes.')
    .option('--since <day>', 'for papers posted since this day, YYYY-MM-DD', parseDay)
    .option('--json', 'print JSON, and nothing else')
    .option('--audit', 'compare with what the platforms show; exit 1 on a difference')
    .action(({ since, json = false, audit: isAudit = false }: Options) => {
      const sinceMs = since === undefined ? 0 : Date.parse(since)
      return withApp((app) => (isAudit ? audit(app, sinceMs, json) : tally(app, sinceMs, json)))
    })

async function tally({ store }: App, since: number, json: boolean): Promise<undefined> {
  const tallies = await listVotes(store, since)
  if (json) return void printJson(tallies.map(({ paper, people }) => ({ paper, votes: people.length, people })))
  const ids = tallies.map(({ paper }) => paper)
  const papers = await findPapers(store.db, ids)
  for (const { paper, people } of tallies)
    print(`${String(people.length).padStart(4)} 👍  ${papers.get(paper)?.title ?? paper} (${paper})`)
  if (tallies.length === 0) print('No votes yet.')
}

async function audit(app: App, since: number, json: boolean): Promise<number> {
  const differences = await auditVotes(app, since)
  if (json) printJson(differences)
  else if (differences.length === 0) print('The votes here are those that the platforms show.')
  else
    for (const { post, missing, surplus } of differences)
      print(`${post.channel} ${post.id}: ${count(missing.length, 'reaction')} not here, ${surplus.length} here alone`)
  return differences.length === 0 ? 0 : 1
}
