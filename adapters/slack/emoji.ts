/** Slack's names of the emoji that mean something here; `thumbsup` is another name of `+1`. */
const names = new Map([
  ['+1', '👍'],
  ['thumbsup', '👍'],
  ['bookmark', '🔖'],
  ['raising_hand', '🙋'],
  ['eyes', '👀'],
])

/** The emoji of a reaction, whatever its skin tone (`+1::skin-tone-2`); one without meaning here keeps its name: `:tada:`. */
export function emojiOf(reaction: string): string {
  const [name = reaction] = reaction.split('::')
  return names.get(name) ?? `:${name}:`
}

/** What `reactions.add` calls an emoji; null when Slack's name for it is not known here. */
export function reactionName(emoji: string): string | null {
  const named = /^:([^:]+):$/.exec(emoji)?.[1]
  return named ?? [...names].find(([, shown]) => shown === emoji)?.[0] ?? null
}
