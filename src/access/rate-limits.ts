import type { ChannelId, PersonId } from '../core/chat.ts'
import { takeAdvisoryLock } from '../db/advisory-lock.ts'
import type { Store } from '../db/open.ts'

/** So far back uses are counted; older rows are deleted. */
export const HOUR_MS = 3_600_000

/** Counts one more within the hour, for all processes together; whose turns are used up, where that is so. */
export async function takeFromLimit(
  store: Store,
  asked: { action: string; channel: ChannelId; person: PersonId; perPerson: number; perChannel: number },
): Promise<'person' | 'channel' | null> {
  const { action, channel, person, perPerson, perChannel } = asked
  const at = store.now()
  return store.write(async (db) => {
    // In one order: two processes never wait for each other.
    await takeAdvisoryLock(db, store.dialect, `spoken:${action}:${channel}`)
    await takeAdvisoryLock(db, store.dialect, `spoken:${action}:${person}`)
    const within = db
      .selectFrom('spoken')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('action', '=', action)
      .where('at', '>', at - HOUR_MS)
    const own = await within.where('person', '=', person).executeTakeFirstOrThrow()
    if (Number(own.count) >= perPerson) return 'person'
    const all = await within.where('channel_id', '=', channel).executeTakeFirstOrThrow()
    if (Number(all.count) >= perChannel) return 'channel'
    await db.insertInto('spoken').values({ action, channel_id: channel, person, at }).execute()
    return null
  })
}
