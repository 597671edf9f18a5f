import { beforeEach, expect, it } from 'vitest'
import { forgottenOf } from '../../../src/access/forgotten.ts'
import type { Store } from '../../../src/db/open.ts'
import { personalColumns } from '../../../src/privacy/erase.ts'
import { forgetPerson, rememberPerson } from '../../../src/privacy/forget.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import type { OpenStore } from '../store.ts'

const ADA = 'slack:T1/U1'
const BEN = 'slack:T1/U12'

/** What columns for people are called. `owner` is a process. */
const PERSONAL = /person|author|keeper|presenter|place$|member|user|reporter|invitee|speaker|_by$|^by$/
const IMPERSONAL = ['papers.authors']

/** People who ask to be forgotten. */
export function forgottenContract(open: OpenStore): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  const forget = () => store.write((db) => forgetPerson(db, ADA, 1))

  it('knows every column that may hold a person: a new one must say what forgetting leaves of it', async () => {
    const tables = await store.db.introspection.getTables()
    const columns = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`))
    const covered = personalColumns.map(({ table, column }) => `${table}.${column}`)
    const suspects = columns.filter((column) => PERSONAL.test(column.split('.')[1] ?? ''))
    expect(suspects.filter((column) => !covered.includes(column) && !IMPERSONAL.includes(column))).toEqual([])
    expect(covered.filter((column) => !columns.includes(column))).toEqual([])
  })

  it('takes a person out of their rows, and nobody whose name begins alike', async () => {
    const post = { channel: 'slack:T1/C1', id: '1' } as const
    for (const person of [ADA, BEN] as const)
      await recordVote(store.db, { post, person, emoji: '👍', stands: true, at: 1 })
    const message = { cards: [{ mention: { label: 'Suggested by', person: ADA, rings: true } }], note: `${ADA} ${BEN}` }
    await store.db
      .insertInto('deliveries')
      .values({
        id: 'd',
        key: 'add',
        platform: 'slack',
        team: 'slack:T1',
        place: 'slack:T1/C1',
        place_kind: 'channel' as const,
        seq: 1,
        state: 'sent',
        subject: JSON.stringify({ kind: 'paper', paper: 'arxiv:1', by: ADA }),
        message: JSON.stringify(message),
        not_before: 0,
        planned_at: 0,
      })
      .execute()
    await forget()
    expect(await store.db.selectFrom('votes').select('person').execute()).toEqual([{ person: BEN }])
    const row = await store.db.selectFrom('deliveries').select(['subject', 'message']).executeTakeFirstOrThrow()
    expect(JSON.parse(row.subject)).toEqual({ kind: 'paper', paper: 'arxiv:1' })
    expect(JSON.parse(row.message ?? '')).toEqual({ cards: [{ mention: null }], note: `nobody ${BEN}` })
  })

  it('tells who was forgotten from a keyed hash alone, until they want to be remembered', async () => {
    await forget()
    await forget()
    expect(await forgottenOf(store.db, [ADA, BEN])).toEqual(new Set([ADA]))
    const rows = await store.db.selectFrom('forgotten').selectAll().execute()
    expect(rows).toEqual([{ hash: expect.stringMatching(/^[\w-]{43}$/), at: 1 }])
    await store.write((db) => rememberPerson(db, ADA))
    expect(await forgottenOf(store.db, [ADA, BEN])).toEqual(new Set())
  })
}
