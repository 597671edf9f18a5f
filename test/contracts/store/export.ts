import { expect, it } from 'vitest'
import { saveSettings, subscribeChannel } from '../../../src/channels/channels.ts'
import type { ChannelId, PersonId } from '../../../src/core/chat.ts'
import type { Db } from '../../../src/db/db.ts'
import { keepNote } from '../../../src/library/notes.ts'
import { savePaper } from '../../../src/library/saved.ts'
import { insertDeliveries } from '../../../src/outbox/plan-deliveries.ts'
import { postKey } from '../../../src/outbox/posts.ts'
import { recordSightings } from '../../../src/papers/papers.ts'
import { exportTeam } from '../../../src/privacy/export.ts'
import { recordVote } from '../../../src/voting/votes.ts'
import { aDelivery } from '../../fixtures/deliveries.ts'
import { aPaper, aSighting } from '../../fixtures/papers.ts'
import type { OpenStore } from '../store.ts'

const OURS: ChannelId = 'slack:T1/C1'
const THEIRS: ChannelId = 'slack:T2/C2'

/** Everything that is exported for a team, as one text and by kind. */
async function exported(db: Db, team: string) {
  const kinds = Object.fromEntries((await Array.fromAsync(exportTeam(db, team))).map(({ name, rows }) => [name, rows]))
  return { kinds, text: JSON.stringify(kinds) }
}

export function exportContract(open: OpenStore): void {
  it('holds what the team owns, and nothing of another one', async () => {
    const { db, ...store } = await open()
    await recordSightings({ db, ...store }, [aSighting('2603.00001', '2026-03-31')], 1)
    for (const channel of [OURS, THEIRS]) {
      await subscribeChannel(db, channel, `papers of ${channel}`, 1)
      await saveSettings(db, channel, { include: `words of ${channel}` })
      const team = channel.slice(0, channel.indexOf('/'))
      const post = { channel, id: '1' }
      await keepNote(db, {
        id: team,
        team,
        paper: 'arxiv:2603.00001',
        text: `said in ${channel}`,
        author: null,
        keeper: null,
        channel,
        post,
        keptAt: 1,
      })
      const delivery = aDelivery(`digest:${channel}:2026-03-31:paper`, 1)
      await insertDeliveries(db, [{ ...delivery, to: { channel }, team }])
      await db
        .updateTable('deliveries')
        .set({ post: postKey(post) })
        .where('place', '=', channel)
        .execute()
      await recordVote(db, { post, person: `${team}/U1` as PersonId, emoji: '👍', stands: true, at: 1 })
    }
    const seen = {
      channel_id: OURS,
      paper_id: 'arxiv:2603.00001' as const,
      date: '2026-03-31',
      outcome: 'posted' as const,
    }
    await db
      .insertInto('outcomes')
      .values({ ...seen, reason: '', rank: null, upvotes: null })
      .execute()
    await savePaper(db, 'slack:T1/U2', 'arxiv:2603.00001', 1)
    const { kinds, text } = await exported(db, 'slack:T1')
    expect(kinds.channels).toMatchObject([{ id: OURS, settings: { include: `words of ${OURS}` } }])
    expect(kinds.notes).toMatchObject([{ text: `said in ${OURS}`, post: { channel: OURS, id: '1' } }])
    expect(kinds.votes).toMatchObject([{ person: 'slack:T1/U1', emoji: '👍', post: { channel: OURS, id: '1' } }])
    const { title, abstract, authors, publishedAt } = aPaper('2603.00001')
    expect(kinds.papers).toMatchObject([{ title, abstract, authors, publishedAt }])
    expect(text).not.toContain('T2')
    // What somebody saved is theirs.
    expect(text).not.toContain('U2')
    expect((await exported(db, 'slack:T9')).kinds.channels).toEqual([])
  })
}
