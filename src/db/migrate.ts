import { type Kysely, sql } from 'kysely'
import { takeAdvisoryLock } from './advisory-lock.ts'
import type { Dialect } from './db.ts'
import { BASELINE, isOfVersion010, LAST_OF_VERSION_010, steps } from './migrations/steps.ts'
import { type Schema, schemaOf } from './schema.ts'

/** The first step that an existing database lacks; null: none. Throws a sentence when it cannot be upgraded. */
export async function pendingStep(db: Kysely<Schema>): Promise<string | null> {
  const recorded = await readSteps(db).catch(() => [])
  return recorded.length === 0 ? null : (missingSteps(recorded)[0]?.name ?? null)
}

/** Makes a new database, or brings an older one up to date. Throws, and changes nothing, when it cannot. */
export async function migrate(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const run = (statement: string) => sql.raw(statement).execute(transaction)
    const record = (step: string) =>
      sql`insert into migrations (name, applied_at) values (${step}, ${Date.now()})`.execute(transaction)
    // Two processes that start at once: the second waits here and then finds nothing to do.
    await takeAdvisoryLock(transaction, dialect, 'migrations')
    await run('create table if not exists migrations (name text primary key, applied_at bigint not null)')
    const recorded = await readSteps(transaction)
    if (recorded.length === 0) for (const statement of schemaOf(dialect)) await run(statement)
    else for (const { step } of missingSteps(recorded)) await step(transaction, dialect)
    for (const name of recorded.filter(isOfVersion010))
      await sql`delete from migrations where name = ${name}`.execute(transaction)
    for (const name of stepNames) if (!recorded.includes(name)) await record(name)
  })
}

const readSteps = async (db: Kysely<Schema>): Promise<string[]> =>
  (await sql<{ name: string }>`select name from migrations order by name`.execute(db)).rows.map(({ name }) => name)

const stepNames = [BASELINE, ...steps.map(({ name }) => name)]

/** The steps between what is recorded and this version. All steps of 0.1.0 together are the baseline. */
function missingSteps(recorded: string[]) {
  if (recorded.some(isOfVersion010) && !recorded.includes(LAST_OF_VERSION_010))
    throw new Error(
      'it was written by a version before 0.1.0, and nothing was changed; start version 0.1.0 once ' +
        '(git checkout v0.1.0 && npm ci && npm start), then this version again',
    )
  const unknown = recorded.find((name) => !isOfVersion010(name) && !stepNames.includes(name))
  if (unknown !== undefined)
    throw new Error(`a newer Paperboy has written it (${unknown}); update this one, nothing was changed`)
  return steps.filter(({ name }) => !recorded.includes(name))
}
