import { agendas } from './agenda.ts'
import { type Bench, corpus } from './bench.ts'
import { aDay } from './day.ts'
import { discord } from './discord.ts'
import { discordDays } from './discord-days.ts'
import { everything } from './everything.ts'
import { importing } from './importing.ts'
import { memory } from './memory.ts'
import { program } from './program.ts'
import { onSlack } from './slack.ts'
import { daysOnSlack } from './slack-days.ts'
import { parsing } from './sources.ts'
import { web } from './web.ts'

/** Measures every speed that has a bar, or those whose name holds the words given, a line each. Exits 1 when a bar is missed. */
const benches: Bench[] = [
  ...program,
  ...agendas,
  ...memory,
  ...everything,
  ...aDay,
  ...parsing,
  ...importing,
  ...onSlack,
  ...daysOnSlack,
  ...discordDays,
  ...discord,
  ...web,
]
const words = process.argv.slice(2)
const wanted = benches.filter(({ what }) => words.every((word) => what.toLowerCase().includes(word.toLowerCase())))

if (!corpus)
  process.stdout.write('CORPUS is not set: what needs recorded data is skipped. CORPUS=<dir> npm run bench\n')
let missed = 0
for (const { what, bar, run } of wanted) {
  const result = await run()
  const mark = 'skipped' in result ? '–' : result.met ? '✔' : '✖'
  if (mark === '✖') missed += 1
  process.stdout.write(
    `${mark} ${what.padEnd(62)} ${'skipped' in result ? `skipped: ${result.skipped}` : result.measured.padEnd(28)} bar ${bar}\n`,
  )
}
process.exitCode = missed > 0 ? 1 : 0
