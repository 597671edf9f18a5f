import { beforeEach, expect, it } from 'vitest'
import type { PaperId } from '../../../src/core/paper.ts'
import type { Store } from '../../../src/db/open.ts'
import { assignNote, findNote, keepNote, type NewNote, notesOn, removeNote } from '../../../src/library/notes.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const PAPER: PaperId = 'arxiv:2603.00001'
const DAY_MS = 86_400_000

/** What is kept of a discussion. */
export function notesContract(open: OpenStore): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30')], 0)
  })
  const aNote = (id: string, given: Partial<NewNote> = {}): NewNote => ({
    id,
    team: 'slack:T1',
    paper: PAPER,
    text: 'Table 3 is without error bars.',
    author: 'slack:T1/U2',
    keeper: 'slack:T1/U1',
    channel: 'slack:T1/C1',
    post: { channel: 'slack:T1/C1', id },
    keptAt: 1_000,
    ...given,
  })

  it('keeps a message once, however often it is asked to', async () => {
    const first = await keepNote(store.db, aNote('1'))
    const again = await keepNote(store.db, { ...aNote('2'), post: aNote('1').post })
    expect(again).toEqual(first)
    expect(await notesOn(store.db, 'slack:T1', [PAPER])).toEqual([first])
  })

  it('shows a note to its own team, with its own paper, newest first', async () => {
    await keepNote(store.db, aNote('1'))
    await keepNote(store.db, aNote('2', { keptAt: 2_000 }))
    await keepNote(store.db, aNote('3', { team: 'slack:T2' }))
    expect((await notesOn(store.db, 'slack:T1', [PAPER])).map(({ id }) => id)).toEqual(['2', '1'])
    expect(await notesOn(store.db, 'slack:T1', ['arxiv:2603.00002'])).toEqual([])
    expect(await notesOn(store.db, 'slack:T1', [])).toEqual([])
  })

  it('waits a day for the paper of a note', async () => {
    await keepNote(store.db, aNote('1', { paper: null }))
    await keepNote(store.db, aNote('2', { paper: null, keptAt: 1_000 + DAY_MS }))
    await assignNote(store.db, '2', PAPER)
    await keepNote(store.db, aNote('3', { keptAt: 1_002 + DAY_MS }))
    expect(await findNote(store.db, '1')).toBeNull()
    expect(await findNote(store.db, '2')).toMatchObject({ paper: PAPER })
  })

  it('forgets a note that was removed', async () => {
    await keepNote(store.db, aNote('1'))
    await removeNote(store.db, '1')
    expect(await findNote(store.db, '1')).toBeNull()
  })
}
