import type { ChannelId } from '../core/chat.ts'
import type { Message } from '../core/message.ts'
import type { Db } from '../db/db.ts'
import { freshKey, planMessage } from '../outbox/plan-deliveries.ts'
import { type CommandContext, isForOne } from './verb.ts'

/** Tells a channel what somebody changed there, unless nobody else reads there. `what`: begins the key. */
export async function announce(
  context: Pick<CommandContext, 'traitsOf' | 'now'>,
  db: Db,
  { what, channel, message }: { what: string; channel: ChannelId; message: Message },
): Promise<void> {
  if (isForOne(context, channel)) return
  await planMessage(db, { key: freshKey(`${what}:${channel}`), to: { channel }, message, now: context.now() })
}
