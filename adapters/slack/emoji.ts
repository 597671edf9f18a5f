/** Slack's names of the emoji that mean something here; `thumbsup` is another name of `+1`. */
const names = new Map([
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['bookmark', '🔖'],
  ['raising_hand', '🙋'],
  ['white_check_mark', '✅'],
  ['eyes', '👀'],
])

/** The emoji of a reaction, whatever its skin tone (`+1::skin-tone-2`); one without meaning here keeps its name: `:tada:`. */
export function emojiOf(reaction: string): string {
  const [name = reaction] = reaction.split('::')
  return names.get(name) ?? `:${name}:`
}

/** What people type arrives as names: those that mean something here become the emoji again. */
export const readEmoji = (text: string): string =>
  text.replaceAll(/:([\w+'-]+):(?::skin-tone-\d:)?/g, (typed, name) => names.get(name) ?? typed)

/** What `reactions.add` calls an emoji; null when Slack's name for it is not known here. */
export function reactionName(emoji: string): string | null {
  const named = /^:([^:]+):$/.exec(emoji)?.[1]
  return named ?? [...names].find(([, shown]) => shown === emoji)?.[0] ?? null
}
