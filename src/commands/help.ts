import { findSubscribed } from '../channels/channels.ts'
import { describeNextPost } from '../channels/next-post.ts'
import { DISCUSSED, emojiName, OFFER, SAVE } from '../channels/team-settings.ts'
import { teamOf } from '../core/chat.ts'
import { voteOf } from '../voting/voter-groups.ts'
import type { Asker, CommandContext, Verb } from './verb.ts'

/** Verbs that are named in the line of another one. */
const NAMED_ELSEWHERE = new Set(['unfollow', 'forget', 'help'])

/** What everybody may type, a line each; then what managers may, the reactions, and when the next post comes. */
export async function helpText(context: CommandContext, { channel: id }: Asker, verbs: Verb[]): Promise<string> {
  const { store, defaults, now } = context
  const shown = verbs.filter(({ name, isHere }) => !NAMED_ELSEWHERE.has(name) && isHere?.(context) !== false)
  const lines = [
    ...shown.filter(({ access }) => access !== 'manager').map(({ usage, does }) => [usage, does] as const),
    ['search top', 'search for a word that is a command'] as const,
  ].map(([usage, does]) => [`/papers ${usage}`.trim(), does] as const)
  const width = Math.max(...lines.map(([usage]) => usage.length))
  const managers = shown.filter(({ access }) => access === 'manager').map(({ name }) => name)
  const channel = await findSubscribed(store.db, id)
  return [
    ...lines.map(([usage, does]) => `${usage.padEnd(width)}  ${does}`),
    `Managers: ${managers.join(' · ')}`,
    `${emojiName(await voteOf(store.db, teamOf(id)))} discuss   ${SAVE} save   ${OFFER} I’ll present   ${DISCUSSED} discussed`,
    ...(channel ? [`Next post: ${describeNextPost(channel, defaults, now())}`] : []),
  ].join('\n')
}
