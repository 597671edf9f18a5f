import { type Access, forWhom, isAllowedThere } from '../access/who-may.ts'
import type { Reply } from '../core/chat.ts'
import type { Button } from '../core/message.ts'
import { type CapName, overCap } from './caps.ts'
import { reply } from './replies.ts'
import type { Asker, CommandContext } from './verb.ts'

type GuardContext = Parameters<typeof isAllowedThere>[0] & Pick<CommandContext, 'store' | 'maySpeak' | 'join'>
type Guarded = { access: Access; cap: CapName | null | undefined; refusal?: string }

/** The one guard of verbs, buttons and forms: why the asker may not, or not now; null when they may. */
export async function guard(
  context: GuardContext,
  asked: Asker,
  { access, cap, refusal = `That is for ${forWhom[access]}.` }: Guarded,
): Promise<Reply | null> {
  if (!(await isAllowedThere(context, access, asked))) return refuse(context, asked, refusal)
  const over = await overCap(context, cap, asked)
  return over === null ? null : reply(over)
}

/** Who asks in a channel sees it: where the platform knows nobody there, it is Paperboy that does not see it. */
export async function refuse(
  { maySee, join }: Pick<CommandContext, 'maySee' | 'join'>,
  asked: Asker,
  refusal: string,
  ...buttons: Button[]
): Promise<Reply> {
  const isSeen = await maySee(asked.channel, asked.person).catch(() => true)
  const problem = isSeen ? null : (await join(asked.channel)).problem
  return problem === null ? reply(refusal, ...buttons) : reply(problem)
}
