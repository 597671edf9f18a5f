import type { PersonId, Vote } from '../../src/core/chat.ts'

/** The names that Slack, Mattermost and others have for the emoji used here; the first name is the one to send. */
const names = new Map([
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['bookmark', '🔖'],
  ['raising_hand', '🙋'],
  ['white_check_mark', '✅'],
  ['eyes', '👀'],
])

/** `+1::skin-tone-2` on Slack, `+1_medium_light_skin_tone` on Mattermost. */
const SKIN_TONE = /::skin-tone-\d$|(_(light|medium|dark))+_skin_tone$/

/** The emoji of a reaction, in any skin tone; an emoji not used here keeps its name: `:tada:`. */
export function emojiOf(reaction: string): string {
  const name = reaction.replace(SKIN_TONE, '')
  return names.get(name) ?? `:${name}:`
}

/** Turns names in a typed text into emoji, for those used here. */
export const readEmoji = (text: string): string =>
  text.replaceAll(/:([\w+'-]+):(?::skin-tone-\d:)?/g, (typed, name) => names.get(name) ?? typed)

/** What everybody but the bot reacted with; two skin tones of one person are one reaction. */
export function votesOf(reactions: { person: PersonId; name: string }[], bot: PersonId): Vote[] {
  const votes = reactions.map(({ person, name }) => ({ person, emoji: emojiOf(name) }))
  const others = votes.filter(({ person }) => person !== bot)
  return [...new Map(others.map((vote) => [`${vote.person} ${vote.emoji}`, vote])).values()]
}

/** The name to react with; null when it is not known here. */
export function reactionName(emoji: string): string | null {
  const named = /^:([^:]+):$/.exec(emoji)?.[1]
  return named ?? [...names].find(([, shown]) => shown === emoji)?.[0] ?? null
}
