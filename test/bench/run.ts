import { type Bench, corpus } from './bench.ts'
import { aDay } from './day.ts'
import { discord } from './discord.ts'
import { discordDays } from './discord-days.ts'
import { importing } from './importing.ts'
import { program } from './program.ts'
import { onSlack } from './slack.ts'
import { parsing } from './sources.ts'

/** Measures every speed that has a bar, and prints one line each. Exits 1 when a bar is missed. */
const benches: Bench[] = [...program, ...aDay, ...parsing, ...importing, ...onSlack, ...discordDays, ...discord]

if (!corpus)
  process.stdout.write('CORPUS is not set: what needs recorded data is skipped. CORPUS=<dir> npm run bench\n')
let missed = 0
for (const { what, bar, run } of benches) {
  const result = await run()
  const mark = 'skipped' in result ? '–' : result.met ? '✔' : '✖'
  if (mark === '✖') missed += 1
  process.stdout.write(
    `${mark} ${what.padEnd(62)} ${'skipped' in result ? `skipped: ${result.skipped}` : result.measured.padEnd(28)} bar ${bar}\n`,
  )
}
process.exitCode = missed > 0 ? 1 : 0
