import { z } from 'zod'

/** An emoji as Discord’s objects name it; `id` is that of a server’s own one. */
export const emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })

type Emoji = z.output<typeof emoji>

/** The marks of skin tones, and the one that asks for a coloured picture: 👍🏽 and 👍 are one vote. */
const VARIANTS = /[\u{1F3FB}-\u{1F3FF}\u{FE0F}]/gu

/** The emoji of a reaction, whatever its skin tone; a server’s own one keeps its name: `:tada:`. */
export const emojiKey = ({ id, name }: Emoji): string =>
  id ? `:${name ?? id}:` : (name ?? '').replaceAll(VARIANTS, '')

export const hasSkinTone = ({ name }: Emoji): boolean => /[\u{1F3FB}-\u{1F3FF}]/u.test(name ?? '')

/** What Discord’s addresses call an emoji. */
export const emojiRoute = ({ id, name }: Emoji): string =>
  encodeURIComponent(id ? `${name ?? '_'}:${id}` : (name ?? ''))
