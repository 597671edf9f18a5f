import { z } from 'zod'

/** What votes where a team has chosen nothing else. */
export const VOTE = '👍'
/** Reactions that mean the same everywhere. */
export const SAVE = '🔖'
export const DISCUSSED = '✅'

/** What people set for a team; what is missing is as Paperboy brings it. */
export const teamSettings = z
  .object({
    /** Emoji that vote; the first one is seeded. */
    voting: z.array(z.string().min(1)).min(1).max(5),
  })
  .partial()

export type TeamSettings = z.output<typeof teamSettings>

export const votingOf = ({ voting }: TeamSettings): string[] => voting ?? [VOTE]
