import { sql } from 'kysely'
import type { Store } from '../../src/db/open.ts'

/** Milliseconds that as many bare rows take as planning a digest writes: one for each message, a transaction for a hundred channels. */
export async function measureBarePlanning({ db, write }: Store, channels: number, messages: number): Promise<number> {
  await sql`create table bare_plan (id integer primary key, channel integer not null, text text not null)`.execute(db)
  const started = performance.now()
  for (let from = 0; from < channels; from += 100)
    await write(async (db) => {
      const rows = Array.from({ length: 100 * messages }, (_, index) => {
        const id = from * messages + index
        return sql`(${id}, ${Math.floor(id / messages)}, ${'x'.repeat(200)})`
      })
      await sql`insert into bare_plan values ${sql.join(rows)}`.execute(db)
    })
  return performance.now() - started
}

const MESSAGES = 1_500
const TOGETHER = 50

/**
 * What sending cannot do without, as a measure for the outbox: fifty rows are claimed in a transaction, fetched and
 * settled in another one, over the same database. Returns the milliseconds of CPU that a message takes.
 */
export async function measureBareLoop({ db, write }: Store, url: string): Promise<number> {
  await sql`create table bare (id integer primary key, state text not null, text text not null)`.execute(db)
  const text = 'x'.repeat(400)
  const rows = Array.from({ length: MESSAGES }, (_, id) => sql`(${id}, 'ready', ${text})`)
  await sql`insert into bare values ${sql.join(rows)}`.execute(db)
  const before = process.cpuUsage()
  for (let from = 0; from < MESSAGES; from += TOGETHER) {
    const some = sql`id >= ${from} and id < ${from + TOGETHER}`
    const { rows } = await write((db) =>
      sql<{ id: number; text: string }>`update bare set state = 'sending' where ${some} returning id, text`.execute(db),
    )
    await Promise.all(rows.map(({ id, text }) => post(url, id, text)))
    await write((db) => sql`update bare set state = 'sent' where ${some}`.execute(db))
  }
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000 / MESSAGES
}

async function post(url: string, id: number, text: string): Promise<void> {
  const body = JSON.stringify({ delivery: `bare-${id}`.padEnd(24, '-'), place: 'discord:G1/C1', thread: null, text })
  const answer = await fetch(`${url}/posts`, { method: 'POST', body })
  if (!answer.ok) throw new Error(`The platform answered ${answer.status}: ${await answer.text()}`)
  await answer.json()
}
