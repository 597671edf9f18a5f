import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { attempt } from '../core/attempt.ts'
import type { Installations } from '../core/chat.ts'
import type { Db } from '../db/db.ts'
import type { Store } from '../db/open.ts'
import { insertMissing, upsertRows } from '../db/rows.ts'
import type { Sealer } from './sealed-secrets.ts'

const STATE_MS = 10 * 60_000
const STATE = 'install state'
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
      const granted = { team, sealed: seal(grant, team), granted_at: now(), renewing_until: 0 }
      await upsertRows(db, 'installations', [granted], { key: ['team'] })
    },
    async renew(team, renew) {
      while (!(await startRenewal(team))) {
        if (!(await rowOf(team))) return null
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
    // Sealed, and no two alike: whoever only begins, or pretends to, leaves no row.
    issueState: () => Buffer.from(seal(String(now() + STATE_MS), STATE), 'base64').toString('base64url'),
    async takeState(state) {
      const opened = attempt(() => open(Buffer.from(state, 'base64url').toString('base64'), STATE))
      const expiresAt = Number(opened)
      if (opened === null) return 'unknown'
      if (expiresAt < now()) return 'expired'
      // As it was issued: one that is written in another way is the same.
      const used = { hash: hash('sha256', Buffer.from(state, 'base64url')), expires_at: expiresAt }
      return (await insertMissing(db, 'install_states', [used])) === 1 ? 'good' : 'unknown'
    },
  }
}

/** Seals anew what an older secret sealed, unless it is renewed meanwhile. `lost`: teams whose grant none opens. */
export async function resealInstallations(db: Db, { renew }: Pick<Sealer, 'renew'>) {
  const rows = await db.selectFrom('installations').select(['team', 'sealed']).execute()
  const lost: string[] = []
  let resealed = 0
  for (const { team, sealed } of rows)
    try {
      const anew = renew(sealed, team)
      if (anew === null) continue
      await db
        .updateTable('installations')
        .set({ sealed: anew })
        .where('team', '=', team)
        .where('sealed', '=', sealed)
        .execute()
      resealed += 1
    } catch {
      lost.push(team)
    }
  return { resealed, lost }
}
