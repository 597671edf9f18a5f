import { createHash } from 'node:crypto'
import type { KeptTexts } from '../../src/core/chat.ts'
import { type Message, notice } from '../../src/core/message.ts'
import { buttonsOf } from './cards.ts'

/** What a button says whose value was kept too long ago. */
export const TOO_OLD = notice('That is too old: please ask again.')

/** A value as the platform takes it: one that is too long for it is named by its hash. */
export const shortValue = (value: string, longest: number): string =>
  value.length <= longest ? value : `#${createHash('sha256').update(value).digest('base64url').slice(0, 22)}`

/** Keeps the long values of a message’s buttons, before it is sent: they come back as hashes. */
export async function keepLongValues(kept: KeptTexts, message: Message, longest: number): Promise<void> {
  for (const button of [...buttonsOf(message), ...message.cards.flatMap(({ buttons }) => buttons)])
    if ('value' in button && button.value.length > longest) await kept.keep(shortValue(button.value, 0), button.value)
}

/** Null: it is not kept any more. */
export const wholeValue = async (kept: KeptTexts, value: string): Promise<string | null> =>
  /^#[\w-]{22}$/.test(value) ? kept.find(value) : value
