import { type Kysely, sql } from 'kysely'
import { takeAdvisoryLock } from './advisory-lock.ts'
import type { Dialect } from './db.ts'
import { BASELINE, STEPS_OF_0_1_0, steps } from './migrations/steps.ts'
import type { Schema } from './schema.ts'

/** The first step that an existing database lacks; null: none. Throws a sentence when it cannot be upgraded. */
export async function pendingStep(db: Kysely<Schema>): Promise<string | null> {
  const recorded = await readSteps(db).catch(() => null)
  if (recorded === null) return null
  const applied = appliedSteps(recorded)
  return steps.find(({ name }) => !applied.has(name))?.name ?? null
}

/**
 * Brings a database up to date. Throws, and changes nothing, when this version cannot upgrade it. Kysely’s `Migrator`
 * knows no baseline that stands for the steps of an older version.
 */
export async function migrate(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Two processes that start at once: the second waits here and then finds nothing to do.
    await takeAdvisoryLock(transaction, dialect, 'migrations')
    await sql`create table if not exists migrations (name text primary key, applied_at bigint not null)`.execute(
      transaction,
    )
    const recorded = await readSteps(transaction)
    const applied = appliedSteps(recorded)
    if (applied.has(BASELINE) && !recorded.includes(BASELINE)) await recordBaseline(transaction)
    for (const { name, step } of steps) {
      if (applied.has(name)) continue
      await step(transaction, dialect)
      await recordStep(transaction, name)
    }
  })
}

const readSteps = async (db: Kysely<Schema>): Promise<string[]> =>
  (await sql<{ name: string }>`select name from migrations order by name`.execute(db)).rows.map(({ name }) => name)

const recordStep = (db: Kysely<Schema>, name: string) =>
  sql`insert into migrations (name, applied_at) values (${name}, ${Date.now()})`.execute(db)

/** The steps of this version that a database has. All steps of 0.1.0 together count as the baseline. */
function appliedSteps(recorded: string[]): Set<string> {
  const applied = new Set(recorded)
  const old = STEPS_OF_0_1_0.filter((name) => applied.delete(name))
  if (old.length === STEPS_OF_0_1_0.length) applied.add(BASELINE)
  else if (old.length > 0)
    throw new Error(
      'it was written by a version before 0.1.0, and nothing was changed; start version 0.1.0 once ' +
        '(git checkout v0.1.0 && npm ci && npm start), then this version again',
    )
  const unknown = [...applied].find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined)
    throw new Error(`a newer Paperboy has written it (${unknown}); update this one, nothing was changed`)
  return applied
}

async function recordBaseline(db: Kysely<Schema>): Promise<void> {
  await sql`delete from migrations where name in (${sql.join(STEPS_OF_0_1_0)})`.execute(db)
  await recordStep(db, BASELINE)
}
