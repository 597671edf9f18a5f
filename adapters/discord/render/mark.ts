import { createHash } from 'node:crypto'
import type { DeliveryId } from '../../../src/core/chat.ts'

/** The ids in a component tree. */
type Numbered = { id?: number | undefined; components?: { id?: number | undefined }[] | undefined }

/** Whether a component tree, as Discord gives it back, carries this delivery’s mark. */
export function carriesMark(components: Numbered[], delivery: DeliveryId): boolean {
  const [container] = components
  const mark = markOf(delivery)
  return container?.id === mark.container && container.components?.[0]?.id === mark.part
}

/**
 * The ids of a container and of its first part, by which a delivery is found again. Components keep the number they
 * were given: two of 31 bits name a delivery. Not every message has a button.
 */
export function markOf(delivery: DeliveryId): { container: number; part: number } {
  const bytes = createHash('sha256').update(delivery).digest()
  const number = (at: number) => bytes.readUInt32BE(at) >>> 2
  // Odd and even: two components of a message must not share a number. Discord takes 0 as “none”.
  return { container: number(0) * 2 + 1, part: number(4) * 2 || 2 }
}
