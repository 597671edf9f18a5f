import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../fakes/listen.ts'
import { until } from '../wait.ts'

/** The program; null where it is not installed. */
export const findPgBouncer = (): string | null =>
  (process.env.PATH ?? '')
    .split(':')
    .concat('/usr/sbin')
    .map((folder) => join(folder, 'pgbouncer'))
    .find((path) => existsSync(path)) ?? null

/** PgBouncer in transaction mode before the server on that port, with fewer connections than its clients have. */
export async function startPgBouncer(server: number): Promise<{ port: number; close(): Promise<void> }> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-pgbouncer-'))
  const settings = join(folder, 'pgbouncer.ini')
  writeFileSync(join(folder, 'users.txt'), '"postgres" "password"\n')
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${join(folder, 'users.txt')}
pool_mode = transaction
default_pool_size = 4
server_idle_timeout = 5
`,
  )
  // Like PostgreSQL, it refuses to run as root.
  chmodSync(folder, 0o755)
  const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : []
  const child = spawn(findPgBouncer() ?? 'pgbouncer', [...asUser, settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  await until(() => /process up/.test(said) || child.exitCode !== null, { said: () => said })
  return {
    port,
    async close() {
      child.kill('SIGKILL')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true })
    },
  }
}
