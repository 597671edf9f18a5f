import type { Db } from '../db/db.ts'

/** Rows of one kind, under the name they are exported by. */
export type Exported = { name: string; rows: object[] }

/**
 * What a team owns, kind by kind: rows as they are stored, with their JSON parsed. Without tokens, and without what is
 * one person's alone: saved papers, and what they follow.
 */
export async function* exportTeam(db: Db, team: string): AsyncGenerator<Exported> {
  const channels = await db.selectFrom('channels').selectAll().where('team', '=', team).orderBy('id').execute()
  yield { name: 'channels', rows: channels.map(withParsedJson) }
  const settings = await db.selectFrom('teams').selectAll().where('team', '=', team).execute()
  yield { name: 'team', rows: settings.map(withParsedJson) }
  const ids = channels.map(({ id }) => id)
  for (const table of CHANNEL_TABLES) {
    // One of the tables stands for all: each has the column.
    const rows = db.selectFrom(table as 'digests').selectAll()
    yield { name: table, rows: (await rows.where('channel_id', 'in', ids).execute()).map(withParsedJson) }
  }
  for (const table of ['notes', 'discussions', 'offers'] as const) {
    const rows = await db.selectFrom(table).selectAll().where('team', '=', team).execute()
    yield { name: table, rows: rows.map(withParsedJson) }
  }
  const follows = await db
    .selectFrom('follows')
    .selectAll()
    .where('place', 'in', ids)
    .where('place_kind', '=', 'channel')
    .execute()
  yield { name: 'follows', rows: follows }
  const votes = await db
    .selectFrom('votes')
    .innerJoin('deliveries', 'deliveries.post', 'votes.post')
    .select(['deliveries.paper_id', 'votes.post', 'votes.person', 'votes.emoji', 'votes.stands', 'votes.at'])
    .where('deliveries.team', '=', team)
    .execute()
  yield { name: 'votes', rows: votes.map(withParsedJson) }
  // `import` reads them.
  const papers = await db
    .selectFrom('papers')
    .select(['id', 'title', 'abstract', 'authors', 'published_on as publishedAt', 'links', 'facts'])
    .where('id', 'in', db.selectFrom('outcomes').select('paper_id').where('channel_id', 'in', ids))
    .execute()
  yield { name: 'papers', rows: papers.map(withParsedJson) }
}

function withParsedJson(row: object): object {
  const parse = (name: string, value: unknown) =>
    JSON_COLUMNS.has(name) && typeof value === 'string' ? JSON.parse(value) : value
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, parse(name, value)]))
}

const CHANNEL_TABLES = [
  'digests',
  'outcomes',
  'postings',
  'setting_changes',
  'link_replies',
  'summary_reports',
] as const
const JSON_COLUMNS = new Set(['settings', 'counts', 'before', 'after', 'post', 'authors', 'links', 'facts'])
