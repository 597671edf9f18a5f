/** Calls a second on the long run, and how many of them may come at once. */
export type Rate = { perSecond: number; burst: number }

/**
 * What a platform allows, per whole platform, per team (workspace, guild) and per place; `seed`: of reactions of the
 * bot’s own, per team. Null: no limit of that kind.
 */
export type Allowance = Record<'platform' | 'team' | 'place' | 'seed', Rate | null>

export const UNLIMITED: Allowance = { platform: null, team: null, place: null, seed: null }
