/** Calls a second on the long run, and how many of them may come at once. */
export type Rate = { perSecond: number; burst: number }

/** What a platform allows in all, per team and per place; `seed`: reactions of the bot, per team. Null: no limit. */
export type Allowance = Record<'platform' | 'team' | 'place' | 'seed', Rate | null>

export const UNLIMITED: Allowance = { platform: null, team: null, place: null, seed: null }
