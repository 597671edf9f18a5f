import { listChannels } from '../channels/channels.ts'
import { inRun } from '../core/log.ts'
import type { IsoDay, Paper, PaperId } from '../core/paper.ts'
import { addDays, localDate } from '../core/schedule.ts'
import { type ChannelReport, postNow } from '../digest/plan/post.ts'
import { writeMessages } from '../digest/write/write-planned.ts'
import { createOutbox } from '../outbox/outbox.ts'
import { findPapers } from '../papers/papers.ts'
import { type Collected, collect, collectDue, OVERLAP_DAYS } from '../sources/collecting/collect.ts'
import { parseDay, resolveChannel } from './arguments.ts'
import { type CliVerb, print, printJson } from './verb.ts'
import { type App, outboxContext } from './wiring/open-app.ts'
import { subscribeListed } from './wiring/start-platforms.ts'

type Options = { date?: IsoDay; channel?: string; dryRun?: boolean; json?: boolean }

export const postVerb: CliVerb = (program, withApp) =>
  program
    .command('post')
    .description('Post a digest now, to every channel or one. Safe to repeat: a paper reaches a channel once.')
    .option('--date <day>', 'the papers of this day, YYYY-MM-DD', parseDay)
    .option('--channel <channel>', 'an id or a unique name')
    .option('--dry-run', 'say what would be posted, and post nothing')
    .option('--json', 'print a report as JSON, and nothing else')
    .action(async (options: Options) => {
      const now = Date.now()
      await inRun(now, () => withApp((app) => post(app, options, now), { quiet: options.json === true }))
    })

async function post(app: App, options: Options, now: number): Promise<undefined> {
  const { date = null, channel, dryRun = false, json = false } = options
  await subscribeListed(app)
  const all = await listChannels(app.store.db)
  const channels = channel === undefined ? all : [resolveChannel(all, channel)]
  const collected =
    date === null
      ? await collectDue({ ...app, now, maxAge: 0 })
      : await collect({ ...app, now }, { since: addDays(date, -OVERLAP_DAYS), until: date })
  const reports = await postNow(app, channels, { date, now, dryRun })
  if (!dryRun) await deliver(app)
  const ids = reports.flatMap(({ papers }) => papers.map(({ id }) => id))
  const known = await findPapers(app.store.db, dryRun ? ids : [])
  if (json) printJson({ date: date ?? localDate(app.defaults.timezone, now), channels: reports })
  else for (const line of describe(reports, dryRun, known)) print(line)
  const failure = describeFailure(collected, reports)
  if (failure) throw new Error(failure)
}

async function deliver(app: App): Promise<void> {
  await writeMessages(app)
  const outbox = createOutbox(outboxContext(app))
  await outbox.settled()
  await outbox.stop()
}

function describe(reports: ChannelReport[], dryRun: boolean, known: Map<PaperId, Paper>): string[] {
  return reports.flatMap(({ channel, found, posted, thread, filtered, held, already, notes, papers }) => [
    `${channel}: ${found} found · ${posted} ${dryRun ? 'would be posted' : 'posted'} · ${thread} in thread · ` +
      `${filtered} filtered · ${held} held · ${already} already`,
    ...(dryRun
      ? papers.map(
          ({ id, outcome, reason }) => `  ${outcome.padEnd(8)} ${known.get(id)?.title ?? ''} (${id}): ${reason}`,
        )
      : []),
    ...notes.map((note) => `  ${note}`),
  ])
}

/** Nothing could be read and nothing was found: a failure, not an empty day. */
function describeFailure({ failures }: Collected, reports: ChannelReport[]): string | null {
  if (failures.length === 0 || reports.some(({ found }) => found > 0)) return null
  const errors = failures.map(({ error }) => error).join(' ')
  return `Nothing was posted: ${errors} Try again later; \`npm run -s paperboy -- doctor\` checks the sources.`
}
