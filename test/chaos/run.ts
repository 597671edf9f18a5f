import { parseArgs } from 'node:util'
import { missingPostgres, startPostgres } from '../postgres.ts'
import { freshFolder } from '../program/run.ts'
import { runChaos } from './chaos.ts'

/**
 * `npm run chaos -- [--kills N] [--seed S] [--database sqlite|postgres] [--platform nonce|history]`: without choice,
 * all in turn.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    database: { type: 'string' },
    platform: { type: 'string' },
  },
})
const databases = values.database ? [values.database] : ['sqlite', 'postgres']
const platforms = (['nonce', 'history'] as const).filter((one) => !values.platform || one === values.platform)
const combinations = databases.flatMap((database) => platforms.map((remembers) => ({ database, remembers })))
if (values.database && !/^(sqlite|postgres)$/.test(values.database))
  throw new Error('--database is sqlite or postgres.')
if (platforms.length === 0) throw new Error('--platform is nonce or history.')

const total = { kills: 0, lost: 0, doubled: 0, unseeded: 0, held: 0, disordered: 0 }
let isVacuous = false
for (const [index, { database, remembers }] of combinations.entries()) {
  if (database === 'postgres' && missingPostgres) {
    say(`– postgres, ${remembers}: skipped, ${missingPostgres}`)
    continue
  }
  const kills = Math.floor((Number(values.kills) + index) / combinations.length)
  const started = Date.now()
  const server = database === 'postgres' ? await startPostgres() : null
  const tally = await runChaos({
    database: server ? await server.createDatabase() : `file:${freshFolder()}/chaos.db`,
    replicas: server ? 3 : 1,
    remembers,
    kills,
    seed: Number(values.seed) + index,
  })
  await server?.close()
  total.kills += kills
  isVacuous ||= tally.faults < kills
  for (const name of ['lost', 'doubled', 'unseeded', 'held', 'disordered'] as const) total[name] += tally[name]
  say(
    `${database}${server ? ' with three replicas' : ''}, ${remembers}: ${kills} kills, ${tally.faults} faults, ${tally.owed} owed, ${tally.lost} lost, ` +
      `${tally.doubled} doubled, ${tally.unseeded} unseeded, ${tally.held} held, ${tally.disordered} places out of order, ${((Date.now() - started) / 1000).toFixed(0)} s`,
  )
}
if (isVacuous)
  say('Hardly anything went wrong on the way: this proves nothing. Is the machine too busy to start the program?')
const { kills, lost, doubled, unseeded, held, disordered } = total
say(`${kills} kills, ${lost} lost, ${doubled} doubled, ${unseeded} unseeded, ${held} held`)
process.exitCode = lost + doubled + unseeded + disordered > 0 || isVacuous ? 1 : 0

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
