import { hash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Installations } from '../chat.ts'
import type { Sealer } from '../secret.ts'
import type { Store } from './open.ts'

const STATE_MS = 10 * 60_000
/** Who dies while replacing a grant is waited for no longer than this. */
const RENEWAL_MS = 30_000
const ASK_MS = 100

/** What teams granted, in the database: nobody reads it there without the key. */
export function createInstallations({ db, now }: Pick<Store, 'db' | 'now'>, { seal, open }: Sealer): Installations {
  const rowOf = (team: string) => db.selectFrom('installations').selectAll().where('team', '=', team).executeTakeFirst()

  /** False while somebody else replaces it. */
  async function startRenewal(team: string): Promise<boolean> {
    const { numUpdatedRows } = await db
      .updateTable('installations')
      .set({ renewing_until: now() + RENEWAL_MS })
      .where('team', '=', team)
      .where('renewing_until', '<', now())
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }

  const endRenewal = (team: string, changed: { sealed?: string }) =>
    db
      .updateTable('installations')
      .set({ ...changed, renewing_until: 0 })
      .where('team', '=', team)
      .execute()

  return {
    async teams() {
      const rows = await db.selectFrom('installations').select('team').orderBy('team').execute()
      return rows.map(({ team }) => team)
    },
    async find(team) {
      const row = await rowOf(team)
      return row ? open(row.sealed, team) : null
    },
    async save(team, grant) {
      const granted = { sealed: seal(grant, team), granted_at: now(), renewing_until: 0 }
      await db
        .insertInto('installations')
        .values({ team, ...granted })
        .onConflict((conflict) => conflict.column('team').doUpdateSet(granted))
        .execute()
    },
    async renew(team, renew) {
      for (;;) {
        const row = await rowOf(team)
        if (!row) return null
        if (await startRenewal(team)) break
        await sleep(ASK_MS)
      }
      try {
        const row = await rowOf(team)
        if (!row) return null
        const grant = await renew(open(row.sealed, team))
        await endRenewal(team, { sealed: seal(grant, team) })
        return grant
      } catch (error) {
        await endRenewal(team, {})
        throw error
      }
    },
    async remove(team, at) {
      await db.deleteFrom('installations').where('team', '=', team).where('granted_at', '<=', at).execute()
      return (await rowOf(team)) === undefined
    },
    async issueState() {
      const state = randomBytes(32).toString('base64url')
      await db
        .deleteFrom('install_states')
        .where('expires_at', '<', now() - STATE_MS)
        .execute()
      await db
        .insertInto('install_states')
        .values({ hash: hash('sha256', state), expires_at: now() + STATE_MS })
        .execute()
      return state
    },
    async takeState(state) {
      // By its hash: how long the database takes to find none tells nothing about the ones there are.
      const taken = await db
        .deleteFrom('install_states')
        .where('hash', '=', hash('sha256', state))
        .returning('expires_at')
        .executeTakeFirst()
      if (!taken) return 'unknown'
      return taken.expires_at < now() ? 'expired' : 'good'
    },
  }
}
