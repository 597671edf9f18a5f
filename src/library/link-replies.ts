import type { ChannelId } from '../core/chat.ts'
import type { IsoDay, PaperId } from '../core/paper.ts'
import type { Db } from '../db/db.ts'
import { insertMissing } from '../db/rows.ts'

/** True once for a paper, channel and day: a pasted link is answered once. */
export async function mayReplyToLink(
  db: Db,
  { channel, paper, date }: { channel: ChannelId; paper: PaperId; date: IsoDay },
): Promise<boolean> {
  return (await insertMissing(db, 'link_replies', [{ channel_id: channel, paper_id: paper, date }])) === 1
}
