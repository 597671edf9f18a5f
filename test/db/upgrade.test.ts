import { readdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { copyDatabase } from '../../src/db/backup/copy.ts'
import { setMeta } from '../../src/db/meta.ts'
import { openStore } from '../../src/db/open.ts'
import { writtenByOldVersion } from '../contracts/upgrade.ts'
import { freshFolder, runProgram } from '../program/run.ts'

/** A database as version 0.1.0 left it. */
function anOldDatabase() {
  const cwd = freshFolder()
  const path = join(cwd, 'paperboy.db')
  writeFileSync(path, writtenByOldVersion('sqlite.db'))
  return { cwd, path, url: `file:${path}` }
}

it('keeps the database as it was before an upgrade, and finds the way back to it', async () => {
  const { cwd, path, url } = anOldDatabase()
  const said: string[] = []
  const upgraded = await openStore(url, (what) => said.push(what))
  await setMeta(upgraded.db, 'who', 'the new one')
  await upgraded.close()
  expect(said).toEqual([`the database is upgraded; as it was, it lies in ${path}.before-0110-links`])

  for (const suffix of ['', '-wal', '-shm'])
    try {
      renameSync(path + suffix, `${path}.new${suffix}`)
    } catch {}
  const restore = await runProgram(['restore', `${path}.before-0110-links`], { cwd, env: { DATABASE_URL: url } })
  expect([restore.code, restore.stdout]).toEqual([0, expect.stringContaining('Restored')])
  const restored = await openStore(url)
  const note = await restored.db.selectFrom('meta').select('value').where('key', '=', 'who').executeTakeFirst()
  await restored.close()
  expect(note).toEqual({ value: 'version 0.1.0' })
})

it('says nothing of a new database, nor of one that is up to date', async () => {
  const url = `file:${join(freshFolder(), 'paperboy.db')}`
  for (let round = 0; round < 2; round += 1) {
    const store = await openStore(url, (what) => expect.unreachable(what))
    await store.close()
  }
})

it('keeps the last three copies', async () => {
  const { cwd, path, url } = anOldDatabase()
  for (const [age, step] of ['0001-a', '0002-b', '0003-c'].entries()) {
    await copyDatabase(path, `${path}.before-${step}`)
    utimesSync(`${path}.before-${step}`, 1_000 + age, 1_000 + age)
  }
  await (await openStore(url)).close()
  expect(readdirSync(cwd).filter((name) => name.includes('.before-'))).toEqual([
    'paperboy.db.before-0002-b',
    'paperboy.db.before-0003-c',
    'paperboy.db.before-0110-links',
  ])
})

it('changes nothing when no copy can be kept', async () => {
  const { path, url } = anOldDatabase()
  writeFileSync(`${path}.before-0110-links.partial`, 'in the way, and no database')
  await expect(openStore(url)).rejects.toThrow(/no copy could be kept before the upgrade, and nothing was changed/)
})
