import { discord } from '../adapters/discord/setup.ts'
import { email } from '../adapters/email/setup.ts'
import { slack } from '../adapters/slack/setup.ts'
import { terminal } from '../adapters/terminal/setup.ts'
import { agendaVerb } from './cli/agenda.ts'
import { backupVerbs } from './cli/backup.ts'
import { costVerb } from './cli/cost.ts'
import { doctorVerb } from './cli/doctor/doctor.ts'
import { exportVerb } from './cli/export.ts'
import { fetchVerb } from './cli/fetch.ts'
import { importVerb } from './cli/import.ts'
import { manifestVerb } from './cli/manifest.ts'
import { mcpVerb } from './cli/mcp.ts'
import { postVerb } from './cli/post.ts'
import { previewVerb } from './cli/preview.ts'
import { runProgram } from './cli/program.ts'
import { reindexVerb } from './cli/reindex.ts'
import { retryVerb } from './cli/retry.ts'
import { searchVerb } from './cli/search.ts'
import { readConfig } from './cli/settings/config.ts'
import { startVerb } from './cli/start.ts'
import { summarizeVerb } from './cli/summarize.ts'
import type { CliVerb } from './cli/verb.ts'
import { votesVerb } from './cli/votes.ts'
import { whyVerb } from './cli/why.ts'
import { openApp } from './cli/wiring/open-app.ts'
import { openArxiv, openFeeds } from './cli/wiring/open-sources.ts'
import type { Setup } from './core/setup.ts'
import { TIMEOUTS } from './outbox/timeouts.ts'

/** A new platform is one folder of `adapters`, and its name here. */
export const platforms: Setup[] = [slack, discord, email, terminal]

/** Beside Hugging Face. */
const sources = [openArxiv, openFeeds]

const verbsFor = (setups: Setup[]): CliVerb[] => {
  const read = () => readConfig(setups)
  return [
    startVerb,
    postVerb,
    fetchVerb,
    importVerb,
    searchVerb,
    mcpVerb,
    summarizeVerb,
    whyVerb,
    costVerb,
    votesVerb,
    agendaVerb,
    retryVerb,
    reindexVerb,
    doctorVerb(setups),
    manifestVerb(setups, read),
    previewVerb(setups),
    backupVerbs(read),
    exportVerb,
  ]
}

/** Runs one verb of the command line. A test brings platforms of its own, and shorter timeouts. */
export const main = (argv: string[], setups = platforms, timeouts = TIMEOUTS): Promise<void> =>
  runProgram(
    verbsFor(setups),
    (options, signal) => openApp(readConfig(setups), { setups, sources, timeouts }, options, signal),
    argv,
  )
