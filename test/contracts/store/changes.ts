import { expect, it } from 'vitest'
import { announceChanges } from '../../../src/changes/announce.ts'
import { dueRechecks, recordRechecks } from '../../../src/changes/due-rechecks.ts'
import { subscribeChannel } from '../../../src/channels/channels.ts'
import type { ChannelId, PersonId } from '../../../src/core/chat.ts'
import { linksOf, type PaperId } from '../../../src/core/paper.ts'
import { DAY_MS } from '../../../src/core/schedule.ts'
import type { Store } from '../../../src/db/open.ts'
import { unnotifiedPapers } from '../../../src/library/follows/follows.ts'
import { changedCards } from '../../../src/library/paper-changes.ts'
import { insertAgenda, markPaperChanged, staleAgendas } from '../../../src/meetings/agenda/stored-agendas.ts'
import { moveChannel } from '../../../src/ops/move-channel.ts'
import { postPaper } from '../../../src/outbox/postings.ts'
import { recordPapers, recordSightings } from '../../../src/papers/papers.ts'
import { deleteExpired } from '../../../src/privacy/retention.ts'
import { createState } from '../../../src/state/state.ts'
import { log } from '../../fakes/day.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const CHANNEL: ChannelId = 'slack:T1/C1'
const [ADA, PAPER]: [PersonId, PaperId] = ['slack:T1/U1', 'arxiv:2603.00001']
const defaults = {
  ...{ timezone: 'UTC', postAt: '09:00', postDays: [1 as const], papersPerDay: 5, language: 'en', sources: [] },
}

/** What becomes of papers after they were posted. */
export function changesContract(open: OpenStore): void {
  async function posted(): Promise<Store> {
    const store = await open()
    const doi = { id: 'doi:10.5555/1' as const, links: linksOf('doi:10.5555/1') }
    const article = aSighting('1', '2026-03-30', { source: 'feed:x', paper: doi })
    await recordSightings(store, [aSighting('2603.00001', '2026-03-30'), article], 0)
    await subscribeChannel(store.db, CHANNEL, 'papers', 0)
    for (const paper of [PAPER, doi.id])
      await postPaper(store.db, { key: paper, place: CHANNEL, paper, date: '2026-03-30', now: 0 })
    await store.db.updateTable('deliveries').set({ state: 'sent', message: '{"cards":[]}' }).execute()
    return store
  }

  it('are asked for half a day later, then less often, once more when 90 days are over, and half a day after a failure', async () => {
    const { db } = await posted()
    const ask = async (day: number, isAnswered = true) => {
      const due = await dueRechecks(db, day * DAY_MS, 10)
      const asked = due.map((recheck) => ({ ...recheck, isAnswered }))
      await recordRechecks(db, asked, day * DAY_MS)
      return due.map(({ source, papers, day: listed }) =>
        [source, papers.join(), ...(listed ? [listed] : [])].join(' '),
      )
    }
    const all = [`arxiv ${PAPER}`, `listed ${PAPER} 2026-03-30`, 'doi doi:10.5555/1', `page ${PAPER}`]
    expect(await ask(0.4)).toEqual([])
    expect(await ask(0.5, false)).toEqual(all)
    expect(await ask(0.9)).toEqual([])
    expect(await ask(1)).toEqual(all)
    expect(await ask(1.9)).toEqual([])
    expect(await ask(40)).toEqual(all)
    expect(await ask(50)).toEqual([`arxiv ${PAPER}`])
    expect(await ask(89)).toEqual(all)
    expect(await ask(91)).toEqual(all)
    expect(await ask(110)).toEqual([])
    await deleteExpired(db, 300 * DAY_MS)
    expect(await db.selectFrom('paper_rechecks').selectAll().execute()).toEqual([])
  })

  it('are told to whoever presents them, shown on the agenda that is still to come, and follow a channel that moves', async () => {
    const store = await posted()
    const { db } = store
    const meeting = { team: 'slack:T1', date: '2026-04-02', channel: CHANNEL, meetsAt: 5 * DAY_MS }
    await insertAgenda(db, meeting, [{ paper: PAPER, votes: 1, presenter: ADA, answer: 'accepted' }], 1)
    await recordPapers(store, [aPaper('2603.00001', { facts: { standing: 'retracted' } })], DAY_MS)
    const context = { store, defaults, log, state: createState(() => 0), signal: new AbortController().signal }
    for (const now of [1, 2]) await announceChanges(context, now + DAY_MS)
    expect((await staleAgendas(db)).map(({ changedAt }) => changedAt)).toEqual([DAY_MS + 1])
    // A press of the same millisecond had its change shown already.
    await db
      .updateTable('agendas')
      .set({ shown_at: DAY_MS + 1 })
      .execute()
    await markPaperChanged(db, PAPER, DAY_MS + 1)
    expect(await staleAgendas(db)).toHaveLength(1)
    expect((await changedCards(db, CHANNEL, 0)).map(({ facts }) => facts[0])).toEqual([undefined, 'retracted'])
    const moved: ChannelId = 'slack:T1/C2'
    await moveChannel(db, CHANNEL, moved)
    expect(await unnotifiedPapers(db)).toEqual([
      { to: { person: ADA }, paper: PAPER, query: '', channel: moved, change: 'retracted' },
    ])
    const keys = (await db.selectFrom('deliveries').select('key').where('key', 'like', 'changed:%').execute()).map(
      ({ key }) => key,
    )
    expect(keys).toEqual([`changed:${moved}:${PAPER}:retracted`])
  })

  it('are told however many others cannot be', async () => {
    const store = await posted()
    const { db } = store
    const papers = Array.from({ length: 60 }, (_, index) => aPaper(`2603.1${String(index).padStart(4, '0')}`))
    await recordPapers(store, papers, 0)
    for (const { id } of papers) await postPaper(db, { key: id, place: CHANNEL, paper: id, date: '2026-03-30', now: 0 })
    await db
      .updateTable('deliveries')
      .set({ state: 'sent', message: 'no words' })
      .where('paper_id', '!=', PAPER)
      .execute()
    const retracted = [...papers, aPaper('2603.00001')].map((paper) => ({
      ...paper,
      facts: { standing: 'retracted' as const },
    }))
    for (const [index, paper] of retracted.entries()) await recordPapers(store, [paper], 1 + index)
    await announceChanges(
      { store, defaults, log, state: createState(() => 0), signal: new AbortController().signal },
      DAY_MS,
    )
    const notices = db.selectFrom('deliveries').select('key').where('key', 'like', 'changed:%')
    expect(await notices.execute()).toEqual([{ key: `changed:${CHANNEL}:${PAPER}:retracted` }])
  })
}
