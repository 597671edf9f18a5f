import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PersonId } from '../../../src/core/chat.ts'
import { openStore, type Store } from '../../../src/db/open.ts'
import { personalColumns } from '../../../src/privacy/erase.ts'
import { forgetPerson, forgetTeam } from '../../../src/privacy/forget.ts'
import { doEverything } from '../../fakes/life.ts'
import { columnsThatHold } from '../../fakes/scan.ts'
import { openScratch } from '../../fakes/scratch.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { aSighting } from '../../fixtures/papers.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../../postgres.ts'
import { deadline } from '../../wait.ts'

const today = new Date().toISOString().slice(0, 10)
const ADA: PersonId = 'slack:T1/U1'
/** Manages nothing, so what they say reaches those who do. */
const GUEST: PersonId = 'slack:T1/UGUEST'

async function live(store: Store) {
  const bot = await openSlackBot({}, { store })
  bot.source.sightings.push(aSighting('2603.00000', today))
  await bot.at(`${today}T12:00:00Z`)
  for (const person of [ADA, GUEST]) await doEverything(bot, person)
  return bot
}

function forgetsEverything(open: () => Promise<Store>): void {
  let bot: Awaited<ReturnType<typeof openSlackBot>>
  beforeAll(async () => {
    bot = await live(await open())
  }, deadline(120_000))
  afterAll(() => bot.close())
  const forget = (person: PersonId) => bot.store.write((db) => forgetPerson(db, person, 1))

  it('knows a life that leaves a trace in every column for people', async () => {
    const held = await columnsThatHold(bot.store, /slack:T1\/U(1|GUEST)\b/)
    const columns = personalColumns.map(({ table, column }) => `${table}.${column}`)
    expect(columns.filter((column) => !held.includes(column))).toEqual([])
  })

  it('leaves nothing of a person who asks to be forgotten, in any column of the database', async () => {
    for (const [person, account] of [
      [GUEST, /\bUGUEST\b/],
      [ADA, /\bU1\b/],
    ] as const) {
      expect(await columnsThatHold(bot.store, account)).not.toEqual([])
      await forget(person)
      expect(await columnsThatHold(bot.store, account)).toEqual([])
    }
    expect(await columnsThatHold(bot.store, /\bU2\b/)).not.toEqual([])
  })

  it('leaves nothing of a team that removed the bot, nor of its channels', async () => {
    await forgetTeam(bot.store, 'slack:T1')
    expect(await columnsThatHold(bot.store, /\b(T1|C1|U1|U2)\b/)).toEqual([])
  })
}

describe('on SQLite', () => forgetsEverything(openScratch))

describe.skipIf(missingPostgres !== null)('on PostgreSQL', () => {
  let server: TestPostgres
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.close())
  forgetsEverything(async () => openStore(await server.createDatabase()))
})
