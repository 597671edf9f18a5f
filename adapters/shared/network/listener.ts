import type { z } from 'zod'

/** Hears an event of a platform; what has another shape than it knows is left out. */
export type Listener = (event: unknown) => Promise<void>

export const listener =
  <T>(shape: z.ZodType<T>, hear: (event: T) => Promise<void>): Listener =>
  async (event) => {
    const parsed = shape.safeParse(event)
    if (parsed.success) await hear(parsed.data)
  }
