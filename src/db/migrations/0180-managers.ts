import { sql } from 'kysely'
import type { Db, Migration } from '../db.ts'

/** The role that managed a whole server is a setting of each channel, also in changes that can be undone. */
export const managers: Migration = async (db) => {
  const chosen = sql<{ id: string; settings: string; role: string }>`
    select c.id, c.settings, r.role from channels c join manager_roles r on r.team = c.team`
  for (const { id, settings, role } of (await chosen.execute(db)).rows) {
    const given = JSON.stringify({ ...parse(settings), managers: managedBy(role) })
    await sql`update channels set settings = ${given} where id = ${id}`.execute(db)
  }
  for (const column of ['before', 'after']) await moveRoles(db, column)
  await sql`drop table manager_roles`.execute(db)
}

async function moveRoles(db: Db, column: string): Promise<void> {
  const words = sql.ref<string>(column)
  const named = sql<{ id: string; words: string }>`
    select id, ${words} as words from setting_changes where ${words} like '%"managerRole"%'`
  for (const row of (await named.execute(db)).rows) {
    const { managerRole, ...others } = parse(row.words)
    const given = JSON.stringify({ ...others, managers: managedBy(String(managerRole)) })
    await sql`update setting_changes set ${words} = ${given} where id = ${row.id}`.execute(db)
  }
}

/** From `<id> <name>`. */
function managedBy(role: string) {
  const [id = '', ...name] = role.split(' ')
  return { people: [], roles: [{ id, name: name.join(' ') }] }
}

function parse(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
