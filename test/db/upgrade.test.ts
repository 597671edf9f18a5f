import { readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { copyDatabase } from '../../src/db/copy.ts'
import { setMeta } from '../../src/db/meta.ts'
import { openStore } from '../../src/db/open.ts'
import { freshFolder, runProgram } from '../program/run.ts'

/** A database as the version before the step `0080-alerts` left it. */
async function anOldDatabase() {
  const cwd = freshFolder()
  const path = join(cwd, 'paperboy.db')
  const store = await openStore(`file:${path}`)
  await setMeta(store.db, 'who', 'the old one')
  await downgrade(store.db)
  await store.close()
  return { cwd, path, url: `file:${path}` }
}

async function downgrade(db: Parameters<typeof setMeta>[0]): Promise<void> {
  await sql`drop table alerts`.execute(db)
  await sql`delete from migrations where name = '0080-alerts'`.execute(db)
}

it('keeps the database as it was before an upgrade, and finds the way back to it', async () => {
  const { cwd, path, url } = await anOldDatabase()
  const said: string[] = []
  const upgraded = await openStore(url, (what) => said.push(what))
  await setMeta(upgraded.db, 'who', 'the new one')
  await upgraded.close()
  expect(said).toEqual([`the database is upgraded; as it was, it lies in ${path}.before-0080-alerts`])

  for (const suffix of ['', '-wal', '-shm'])
    try {
      renameSync(path + suffix, `${path}.new${suffix}`)
    } catch {}
  const restore = await runProgram(['restore', `${path}.before-0080-alerts`], { cwd, env: { DATABASE_URL: url } })
  expect([restore.code, restore.stdout]).toEqual([0, expect.stringContaining('Restored')])
  const restored = await openStore(url)
  const note = await restored.db.selectFrom('meta').select('value').where('key', '=', 'who').executeTakeFirst()
  await restored.close()
  expect(note).toEqual({ value: 'the old one' })
})

it('says nothing of a new database, nor of one that is up to date', async () => {
  const url = `file:${join(freshFolder(), 'paperboy.db')}`
  for (let round = 0; round < 2; round += 1) {
    const store = await openStore(url, (what) => expect.unreachable(what))
    await store.close()
  }
})

it('keeps the last three copies', async () => {
  const { cwd, path, url } = await anOldDatabase()
  for (const [age, step] of ['0001-a', '0002-b', '0003-c'].entries()) {
    await copyDatabase(path, `${path}.before-${step}`)
    utimesSync(`${path}.before-${step}`, 1_000 + age, 1_000 + age)
  }
  await (await openStore(url)).close()
  expect(readdirSync(cwd).filter((name) => name.includes('.before-'))).toEqual([
    'paperboy.db.before-0002-b',
    'paperboy.db.before-0003-c',
    'paperboy.db.before-0080-alerts',
  ])
})

it('changes nothing when no copy can be kept', async () => {
  const { path, url } = await anOldDatabase()
  writeFileSync(`${path}.before-0080-alerts.partial`, 'in the way, and no database')
  await expect(openStore(url)).rejects.toThrow(/no copy could be kept before the upgrade, and nothing was changed/)
})
