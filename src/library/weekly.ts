import { type Channel, listChannels } from '../channels/channels.ts'
import { type Defaults, effectiveSettings, wantsWeekly } from '../channels/settings.ts'
import { emojiName } from '../channels/team-settings.ts'
import { messageOf } from '../core/message.ts'
import type { IsoDay } from '../core/paper.ts'
import { DAY_MS, dueDate, isFirstOfWeek } from '../core/schedule.ts'
import { getMeta, setMeta } from '../db/meta.ts'
import type { Store } from '../db/open.ts'
import { planMessage } from '../outbox/plan-deliveries.ts'
import { type IsolationContext, isolated } from '../state/isolated.ts'
import { voteOf } from '../voting/voter-groups.ts'
import { changedCards } from './paper-changes.ts'
import { topCards } from './top.ts'

const WEEK_MS = 7 * DAY_MS

export const weeklyKey = (channel: Channel['id'], date: IsoDay): string => `top:${channel}:${date}`

/** After a week's first digest, where the channel wants it: the most voted papers of seven days, and what changed. */
export async function planWeekly(context: IsolationContext & { defaults: Defaults }, now: number): Promise<void> {
  const { store, defaults } = context
  for (const channel of await listChannels(store.db)) {
    const settings = effectiveSettings(channel.settings, defaults)
    if (channel.state !== 'active' || !wantsWeekly(settings)) continue
    await isolated(context, { kind: 'channel', name: channel.id, step: 'weekly' }, async () => {
      const date = dueDate(settings, now, null)
      const isTime = date !== null && date === channel.lastDigestOn && isFirstOfWeek(settings, date)
      if (isTime) await planLookBack(store, channel, { date, now })
    })
  }
}

/** Once a date, though people may vote later that day. */
async function planLookBack(store: Store, { id, team }: Channel, { date, now }: { date: IsoDay; now: number }) {
  const metaKey = `week looked back on in ${id}`
  if ((await getMeta(store.db, metaKey)) === date) return
  const vote = await voteOf(store.db, team)
  const top = await topCards(store, id, vote, now - WEEK_MS)
  const cards = [...top, ...(await changedCards(store.db, id, now - WEEK_MS))]
  const heading = top.length > 0 ? `Most ${emojiName(vote)} last week` : 'Last week'
  const message = messageOf({ kind: 'list', heading, cards })
  await store.write(async (db) => {
    await setMeta(db, metaKey, date)
    if (cards.length > 0) await planMessage(db, { key: weeklyKey(id, date), to: { channel: id }, message, now })
  })
}
