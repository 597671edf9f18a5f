import { describe, expect, it } from 'vitest'
import { emojiOf, reactionName, readEmoji } from '../../adapters/shared/emoji.ts'

describe('an emoji on Slack', () => {
  it.each([
    ['fire', '🔥'],
    ['+1::skin-tone-3', '👍'],
    ['thumbsup', '👍'],
    ['heart', '❤'],
    ['raising_hand', '🙋'],
    ['white_check_mark', '✅'],
    ['party-parrot', ':party-parrot:'],
  ])('named %s is %s', (name, emoji) => {
    expect(emojiOf(name)).toBe(emoji)
  })

  it('is the same one whether it is typed by its name or as it looks', () => {
    expect(readEmoji('team votes :fire: :heart: :party-parrot:')).toBe('team votes 🔥 ❤ :party-parrot:')
    expect(readEmoji('at 10:30:15')).toBe('at 10:30:15')
  })

  it('is reacted with by a name that reads back as it', () => {
    for (const emoji of ['👍', '🔖', '🙋', '✅', '👀', '🔥', '❤', '❤️', '🎉'])
      expect(emojiOf(reactionName(emoji) ?? '')).toBe(emoji.replace('\uFE0F', ''))
    expect(reactionName('👍')).toBe('+1')
    expect(reactionName(':party-parrot:')).toBe('party-parrot')
  })
})
