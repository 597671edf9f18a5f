import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/db/open.ts'
import { recordSightings } from '../../src/papers/papers.ts'
import { storeContract } from '../contracts/store.ts'
import { upgradeContract, writtenByOldVersion } from '../contracts/upgrade.ts'
import { aSighting } from '../fixtures/papers.ts'
import { deadline } from '../wait.ts'

const folder = mkdtempSync(join(tmpdir(), 'paperboy-sqlite-'))
let databases = 0
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const newFile = () => join(folder, `${++databases}.db`)

describe('the store on SQLite', () => {
  storeContract(async () => `file:${newFile()}`)
  upgradeContract(
    async () => `file:${newFile()}`,
    async () => {
      const file = newFile()
      writeFileSync(file, writtenByOldVersion('sqlite.db'))
      return `file:${file}`
    },
  )

  it('makes the folder of a new database', async () => {
    const store = await openStore(`file:${join(folder, 'new', 'deep', 'paperboy.db')}`)
    expect(store.place).toBe(join(folder, 'new', 'deep', 'paperboy.db'))
    await store.close()
  })

  it('says what is wrong with a path that cannot be', async () => {
    await expect(openStore('file:/dev/null/paperboy.db')).rejects.toThrow(
      'Could not make the folder /dev/null for the database. Is DATABASE_URL right?',
    )
  })

  it('says that a file is no database, and leaves it alone', async () => {
    const file = newFile()
    const notes = 'Groceries: milk, bread. '.repeat(100)
    writeFileSync(file, notes)
    await expect(openStore(`file:${file}`)).rejects.toThrow(
      `Could not open the database ${file}: file is not a database; the file is not a SQLite database; is DATABASE_URL right?`,
    )
    expect(readFileSync(file, 'utf8')).toBe(notes)
  })

  it('says that a file is damaged, and how to go on', async () => {
    const file = await newDatabase()
    const bytes = readFileSync(file)
    // The first page after the header of 100 bytes: the list of all tables.
    bytes.fill(0xff, 100, 2_000)
    writeFileSync(file, bytes)
    await expect(openStore(`file:${file}`)).rejects.toThrow(/the file is damaged; .* restore the last backup/)
  })

  it('says that it may not write', async () => {
    const file = await newDatabase()
    const place = mkdtempSync(join(folder, 'readonly-'))
    const locked = join(place, 'paperboy.db')
    copyFileSync(file, locked)
    chmodSync(locked, 0o444)
    for (const each of [folder, place]) chmodSync(each, 0o555)
    const child = startWriter(locked, 'a', 1, { asNobody: true })
    const complaint = await text(child.stderr)
    chmodSync(folder, 0o755)
    expect(complaint).toContain('it is read-only for this user; give write permission to the file and its folder')
  })

  it('loses nothing when the disk is full, and goes on when there is space again', async () => {
    const store = await openStore(`file:${newFile()}`)
    const day = (from: number) =>
      Array.from({ length: 50 }, (_, index) => aSighting(`2603.${from + index}`, '2026-03-31'))
    await recordSightings(store, day(10_000), 1)
    const pages = await pragma(store, 'page_count')
    await pragma(store, `max_page_count = ${pages + 2}`)
    await expect(recordSightings(store, day(20_000), 2)).rejects.toThrow(/full/)
    expect(await countPapers(store)).toBe(50)
    await pragma(store, 'max_page_count = 1000000')
    await recordSightings(store, day(20_000), 3)
    expect(await countPapers(store)).toBe(100)
    await store.close()
  })

  it('lets two processes write at once', async () => {
    const file = await newDatabase()
    const writers = ['a', 'b'].map((name) => startWriter(file, name, 150))
    const complaints = await Promise.all(writers.map(({ stderr }) => text(stderr)))
    expect(complaints).toEqual(['', ''])
    const store = await openStore(`file:${file}`)
    expect(await store.db.selectFrom('meta').select('key').execute()).toHaveLength(300)
    await store.close()
  })

  it('loses no row that it had confirmed when the process is killed', async () => {
    const file = await newDatabase()
    for (const [round, rows] of [7, 40, 95].entries()) {
      const confirmed = await killAfter(startWriter(file, `round${round}`, 100_000), rows)
      const store = await openStore(`file:${file}`)
      const stored = await store.db.selectFrom('meta').select('key').where('key', 'like', `round${round}-%`).execute()
      const keys = new Set(stored.map(({ key }) => key))
      for (let row = 1; row <= confirmed; row++) expect(keys).toContain(`round${round}-${row}`)
      expect(await sql`pragma integrity_check`.execute(store.db)).toMatchObject({ rows: [{ integrity_check: 'ok' }] })
      await store.close()
    }
  })

  it('lets timers and sockets have their turn in the middle of a long transaction', async () => {
    const store = await openStore(`file:${newFile()}`)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await store.write(async (db) => {
      const last = performance.now() + deadline(5_000)
      while (turns <= 5 && performance.now() < last) await db.selectFrom('meta').selectAll().execute()
    })
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
    await store.close()
  })

  it('keeps the event loop free while another process writes, and then has its turn', async () => {
    const file = await newDatabase()
    const store = await openStore(`file:${file}`)
    const other = new DatabaseSync(file)
    other.exec('begin immediate')
    let isWritten = false
    const written = store
      .write((db) => db.insertInto('meta').values({ key: 'k', value: '' }).execute())
      .then(() => {
        isWritten = true
      })
    // Waiting in one piece would leave no tick before it gives up.
    for (let ticks = 0; ticks < 10; ticks += 1) await sleep(10)
    expect(isWritten).toBe(false)
    other.exec('commit')
    other.close()
    await written
    await store.close()
  })
})

async function newDatabase(): Promise<string> {
  const file = newFile()
  await (await openStore(`file:${file}`)).close()
  return file
}

async function pragma(store: Store, text: string): Promise<number> {
  const { rows } = await sql<Record<string, number>>`pragma ${sql.raw(text)}`.execute(store.db)
  return Object.values(rows[0] ?? {})[0] ?? 0
}

const countPapers = async ({ db }: Store) => (await db.selectFrom('papers').select('id').execute()).length

type Writer = ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream }

/** Root may write to everything, so a test of permissions runs as the user nobody. */
function startWriter(file: string, name: string, rows: number, { asNobody } = { asNobody: false }): Writer {
  const isRoot = process.getuid?.() === 0
  const script = join(import.meta.dirname, 'writing-process.ts')
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', script, `file:${file}`, name, String(rows)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(asNobody && isRoot && { uid: 65_534, gid: 65_534 }),
    },
  ) as Writer
}

/** Kills a writer in mid-write, some time after it confirmed so many rows. Returns the number of the last one it confirmed. */
async function killAfter(writer: Writer, rows: number): Promise<number> {
  let printed = ''
  writer.stdout.on('data', (chunk) => {
    printed += chunk
    if (printed.split('\n').length > rows) writer.kill('SIGKILL')
  })
  await once(writer, 'close')
  return printed.split('\n').length - 1
}
