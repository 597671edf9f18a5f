/** The marks of skin tones, and the one that asks for a coloured picture: 👍🏽 and 👍 are one vote. */
const VARIANTS = /[\u{1F3FB}-\u{1F3FF}\u{FE0F}]/gu

/** The emoji of a reaction, whatever its skin tone; a server’s own one keeps its name: `:tada:`. */
export const emojiKey = ({ id, name }: { id?: string | null | undefined; name?: string | null | undefined }): string =>
  id ? `:${name ?? id}:` : (name ?? '').replaceAll(VARIANTS, '')

export const hasSkinTone = ({ name }: { name?: string | null | undefined }): boolean =>
  /[\u{1F3FB}-\u{1F3FF}]/u.test(name ?? '')

/** What Discord’s addresses call an emoji. */
export const emojiRoute = ({
  id,
  name,
}: {
  id?: string | null | undefined
  name?: string | null | undefined
}): string => encodeURIComponent(id ? `${name ?? '_'}:${id}` : (name ?? ''))
