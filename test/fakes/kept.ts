import type { KeptTexts } from '../../src/core/chat.ts'

/** What the database would keep, for a test without one. */
export function keptTexts(): KeptTexts {
  const kept = new Map<string, string>()
  return { keep: async (key, text) => void kept.set(key, text), find: async (key) => kept.get(key) ?? null }
}
