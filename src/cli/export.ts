import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listTeams } from '../channels/channels.ts'
import { count } from '../digest/write/texts.ts'
import { exportTeam } from '../privacy/export.ts'
import { type CliVerb, print, UsageError } from './verb.ts'
import type { App } from './wiring/open-app.ts'

export const exportVerb: CliVerb = (program, withApp) =>
  program
    .command('export')
    .description('Write everything a team owns to a new folder, as JSON lines.')
    .argument('<folder>', 'a new one')
    .option('--team <team>', 'slack:T1, discord:G1; needed when there are several')
    .action((folder: string, { team }: { team?: string }) => withApp((app) => exportTo(app, folder, team)))

async function exportTo({ store }: App, folder: string, wanted: string | undefined): Promise<undefined> {
  const teams = await listTeams(store.db)
  const [team = wanted, ...others] = wanted === undefined ? teams : teams.filter((one) => one === wanted)
  if (team === undefined || !teams.includes(team) || others.length > 0)
    throw new UsageError(`Which team? Say --team and one of: ${teams.join(', ') || 'none is here yet'}.`)
  if (existsSync(folder))
    throw new Error(`${folder} exists already; an export overwrites nothing. Choose another name.`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for await (const { name, rows } of exportTeam(store.db, team)) {
    const lines = rows.map((row) => `${JSON.stringify(row)}\n`)
    writeFileSync(join(folder, `${name}.jsonl`), lines.join(''), { mode: 0o600 })
    print(`${name}.jsonl: ${count(rows.length, 'row')}`)
  }
}
