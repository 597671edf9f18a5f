import type { PersonId, Vote } from '../../src/core/chat.ts'
import { emojiNamed, nameOfEmoji } from '../../src/core/text/emoji.ts'

/** `+1::skin-tone-2` on Slack, `+1_medium_light_skin_tone` on Mattermost. */
const SKIN_TONE = /::skin-tone-\d$|(_(light|medium|dark))+_skin_tone$/

/** The emoji of a reaction, in any skin tone; a workspace’s own keeps its name: `:party-parrot:`. */
export function emojiOf(reaction: string): string {
  const name = reaction.replace(SKIN_TONE, '')
  return emojiNamed(name) ?? `:${name}:`
}

/** Turns names in a typed text into emoji. */
export const readEmoji = (text: string): string =>
  text.replaceAll(/:([\w+'-]+):(?::skin-tone-\d:)?/g, (typed, name) => emojiNamed(name) ?? typed)

/** What everybody but the bot reacted with; two skin tones of one person are one reaction. */
export function votesOf(reactions: { person: PersonId; name: string }[], bot: PersonId): Vote[] {
  const votes = reactions.map(({ person, name }) => ({ person, emoji: emojiOf(name) }))
  const others = votes.filter(({ person }) => person !== bot)
  return [...new Map(others.map((vote) => [`${vote.person} ${vote.emoji}`, vote])).values()]
}

/** The name to react with; null when it is not known here. */
export function reactionName(emoji: string): string | null {
  const named = /^:([^:]+):$/.exec(emoji)?.[1]
  return named ?? nameOfEmoji(emoji)
}
