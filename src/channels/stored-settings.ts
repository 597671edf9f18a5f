import { z } from 'zod'
import { attempt } from '../core/attempt.ts'

/** A stored value that this version does not take; `name` is empty where nothing could be read at all. */
export type RefusedSetting = { name: string; value: string }

const record = z.record(z.string(), z.unknown())

/**
 * Settings as a row keeps them. They are checked again by what will use them: an older version may have taken what this
 * one cannot work with. A value that is refused is left out and named; the others stay.
 */
export function readStoredSettings<Schema extends z.ZodType>(
  schema: Schema,
  json: string,
): { settings: z.output<Schema>; refused: RefusedSetting[] } {
  const stored = record.safeParse(attempt(() => JSON.parse(json)))
  const parsed = schema.safeParse(stored.data)
  if (parsed.success) return { settings: parsed.data, refused: [] }
  const names = new Set(parsed.error.issues.map(({ path: [name] }) => String(name ?? '')))
  const kept = Object.entries(stored.data ?? {}).filter(([name]) => !names.has(name))
  return {
    settings: schema.parse(stored.success ? Object.fromEntries(kept) : {}),
    refused: [...names].map((name) => ({ name, value: described(stored.data?.[name] ?? json) })),
  }
}

const described = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 100)
