import type { IsoDay } from '../core/paper.ts'
import { count } from '../digest/write/texts.ts'
import { findPapers } from '../papers/papers.ts'
import { auditVotes, listVotes } from '../voting/resync.ts'
import { type CliVerb, parseDay, print, printJson } from './verb.ts'
import type { BaseContext, PlatformContext } from './wiring/app.ts'

type Options = { since?: IsoDay; json?: boolean; audit?: boolean }

export const votesVerb: CliVerb = (program, withApp) => {
  program
    .command('votes')
    .description('the tally of votes')
    .option('--since <day>', 'for papers posted since this day, YYYY-MM-DD', parseDay)
    .option('--json', 'print JSON, and nothing else')
    .option('--audit', 'compare with what the platforms show; exit 1 on a difference')
    .action((options: Options) =>
      withApp({ quiet: true, prompt: false }, (app) => (options.audit ? audit(app, options) : tally(app, options))),
    )
}

async function tally({ store }: BaseContext, { since, json = false }: Options): Promise<number> {
  const tallies = await listVotes(store, sinceMs(since))
  if (json) {
    printJson(tallies.map(({ paper, people }) => ({ paper, votes: people.length, people })))
    return 0
  }
  const papers = await findPapers(
    store.db,
    tallies.map(({ paper }) => paper),
  )
  for (const { paper, people } of tallies)
    print(`${String(people.length).padStart(4)} 👍  ${papers.get(paper)?.title ?? paper} (${paper})`)
  if (tallies.length === 0) print('No votes yet.')
  return 0
}

async function audit(app: BaseContext & PlatformContext, { since, json = false }: Options): Promise<number> {
  const differences = await auditVotes(app, sinceMs(since))
  if (json) printJson(differences)
  else if (differences.length === 0) print('The votes here are those that the platforms show.')
  else
    for (const { post, missing, surplus } of differences)
      print(`${post.channel} ${post.id}: ${count(missing.length, 'reaction')} not here, ${surplus.length} here alone`)
  return differences.length === 0 ? 0 : 1
}

const sinceMs = (day: IsoDay | undefined): number => (day === undefined ? 0 : Date.parse(day))
