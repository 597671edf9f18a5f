import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { copyDatabase } from '../../src/db/backup/copy.ts'
import { openStore } from '../../src/db/open.ts'
import { freshFolder, runProgram } from './run.ts'

const isRoot = process.getuid?.() === 0

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

/** Whatever others on the machine may read or write below a folder. */
const openToOthers = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).mode & 0o077)

/** A database with something in it, as a version before left it, open to all. */
async function anOpenDatabase() {
  const cwd = freshFolder()
  mkdirSync(join(cwd, 'data'))
  const path = join(cwd, 'data/paperboy.db')
  const store = await openStore(`file:${path}`)
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
  await copyDatabase(path, `${path}.before-0110-links`)
  for (const name of readdirSync(join(cwd, 'data'))) chmodSync(join(cwd, 'data', name), 0o644)
  return { cwd, path, store }
}

describe.skipIf(process.platform === 'win32')('files', () => {
  it('lets no other user of the machine read the database, its log, a backup, an export or what was restored', async () => {
    const cwd = freshFolder()
    const run = (...args: string[]) => runProgram(args, { cwd })
    writeFileSync(join(cwd, 'none.jsonl'), '')
    expect((await run('import', 'none.jsonl')).code).toBe(0)
    const store = await openStore(`file:${join(cwd, 'data/paperboy.db')}`)
    await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
    expect(readdirSync(join(cwd, 'data'))).toContain('paperboy.db-wal')
    expect((await run('backup', 'copy.db')).code).toBe(0)
    expect((await run('export', 'mine/all', '--team', 'slack:T1')).code).toBe(0)
    await store.close()
    chmodSync(join(cwd, 'copy.db'), 0o644)
    const elsewhere = await runProgram(['restore', 'copy.db'], { cwd, env: { DATABASE_URL: 'file:new/p.db' } })
    expect(elsewhere.code).toBe(0)
    expect(mode(join(cwd, 'new/p.db'))).toBe('600')
    expect(openToOthers(cwd)).toEqual(['copy.db', 'none.jsonl'])
    expect(mode(join(cwd, 'mine'))).toBe('700')
    expect(mode(join(cwd, 'mine/all/channels.jsonl'))).toBe('600')
  })

  it('shuts what an earlier version left open, also while the bot runs, and leaves a folder that it did not make', async () => {
    const { cwd, path, store } = await anOpenDatabase()
    await (await openStore(`file:${path}`, (what) => expect.unreachable(what))).close()
    await store.close()
    expect(openToOthers(cwd)).toEqual(['data'])
  })

  it.skipIf(!isRoot)('says what it cannot shut, and goes on', async () => {
    const { cwd, path, store } = await anOpenDatabase()
    await store.close()
    const copy = `${path}.before-0110-links`
    for (const mine of [cwd, join(cwd, 'data'), path]) chownSync(mine, 65_534, 65_534)
    const said: string[] = []
    process.seteuid?.(65_534)
    try {
      await (await openStore(`file:${path}`, (what) => said.push(what))).close()
    } finally {
      process.seteuid?.(0)
    }
    expect(said).toEqual([expect.stringContaining(`Other users of this machine can read ${copy}`)])
    expect(openToOthers(join(cwd, 'data'))).toEqual(['paperboy.db.before-0110-links'])
  })
})
