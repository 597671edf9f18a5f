import { emojiNamed } from '../../core/text/emoji.ts'
import type { Migration } from '../db.ts'

/** Slack tells emoji by name: those that are known by now are kept as they look, as everywhere else. */
export const emoji: Migration = async (db) => {
  const used = await db.selectFrom('votes').select('emoji').distinct().where('emoji', 'like', ':%:').execute()
  for (const { emoji: named } of used) {
    const shown = emojiNamed(named.slice(1, -1))
    const rows = db.updateTable('votes').where('emoji', '=', named).where('post', 'like', '%"slack:%')
    if (shown !== null) await rows.set({ emoji: shown }).execute()
  }
  const teams = await db.selectFrom('teams').select(['team', 'settings']).where('team', 'like', 'slack:%').execute()
  for (const { team, settings } of teams) {
    const shown = settings.replaceAll(/":([^":]+):"/g, (named, name: string) => {
      const known = emojiNamed(name)
      return known === null ? named : JSON.stringify(known)
    })
    await db.updateTable('teams').set({ settings: shown }).where('team', '=', team).execute()
  }
}
