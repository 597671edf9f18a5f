import names from 'emojilib/simplemap.json' with { type: 'json' }

/** Names that people and platforms write between colons, where emojilib has others. */
const OTHERS: Record<string, string> = { '+1': '👍', thumbsup: '👍', raising_hand: '🙋', thinking_face: '🤔' }

const bare = (emoji: string): string => emoji.replace(/\uFE0F$/, '')

const byName = new Map(Object.entries({ ...names, ...OTHERS }).map(([name, emoji]) => [name, bare(emoji)]))
const byEmoji = new Map([...byName].map(([name, emoji]) => [emoji, name]).toReversed() as [string, string][])

/** `fire`: 🔥, without the mark of a coloured picture; null for a workspace’s own. */
export const emojiNamed = (name: string): string | null => byName.get(name) ?? null

export const nameOfEmoji = (emoji: string): string | null => byEmoji.get(bare(emoji)) ?? null
