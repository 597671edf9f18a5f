import { Option } from 'commander'
import type { IsoDay } from '../core/paper.ts'
import { addDays, localDate } from '../core/schedule.ts'
import { count } from '../digest/write/texts.ts'
import { collect, OVERLAP_DAYS } from '../sources/collecting/collect.ts'
import { parseDay } from './arguments.ts'
import { type CliVerb, print, printJson } from './verb.ts'
import type { App } from './wiring/open-app.ts'

type Options = { date?: IsoDay; since?: IsoDay; json?: boolean }

export const fetchVerb: CliVerb = (program, withApp) =>
  program
    .command('fetch')
    .description('Read the sources now, and post nothing.')
    .addOption(new Option('--date <day>', 'one day, YYYY-MM-DD').argParser(parseDay).conflicts('since'))
    .option('--since <day>', 'from this day to today', parseDay)
    .option('--json', 'print what was read as JSON')
    .action((options: Options) => withApp((app) => fetchNow(app, options)))

async function fetchNow(app: App, { date, since, json }: Options): Promise<undefined> {
  const now = Date.now()
  const today = localDate('UTC', now)
  const window = { since: date ?? since ?? addDays(today, -OVERLAP_DAYS), until: date ?? today }
  const collected = await collect({ ...app, now }, window)
  const { papers, newPapers, skipped, failures } = collected
  if (json) printJson(collected)
  else {
    print(`${count(papers, 'paper')} read, ${newPapers} of them new.`)
    for (const what of skipped) print(`Left out: ${what}`)
  }
  if (failures.length === app.sources.length && failures.length > 0)
    throw new Error(failures.map(({ error }) => error).join(' '))
  if (!json) for (const { error } of failures) print(error)
}
