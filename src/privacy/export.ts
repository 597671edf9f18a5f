import type { Db } from '../db/db.ts'

/** Rows of one kind, under the name they are exported by. */
export type Exported = { name: string; rows: object[] }

/**
 * What a team owns, kind by kind: rows as they lie in the database, the JSON in them unfolded. Tokens stay out, and what is one
 * person's alone: saved papers, and what they follow.
 */
export async function* exportTeam(db: Db, team: string): AsyncGenerator<Exported> {
  const channels = await db.selectFrom('channels').selectAll().where('team', '=', team).orderBy('id').execute()
  yield { name: 'channels', rows: channels.map(unfold) }
  const settings = await db.selectFrom('teams').selectAll().where('team', '=', team).execute()
  yield { name: 'team', rows: settings.map(unfold) }
  const ids = channels.map(({ id }) => id)
  for (const table of [
    'digests',
    'outcomes',
    'postings',
    'setting_changes',
    'link_replies',
    'summary_reports',
  ] as const)
    yield { name: table, rows: await ofChannels(db, table, ids) }
  for (const table of ['notes', 'discussions', 'offers'] as const) {
    const rows = await db.selectFrom(table).selectAll().where('team', '=', team).execute()
    yield { name: table, rows: rows.map(unfold) }
  }
  const follows = await db
    .selectFrom('follows')
    .selectAll()
    .where('place', 'in', [...ids, ''])
    .where('place_kind', '=', 'channel')
    .execute()
  yield { name: 'follows', rows: follows }
  const votes = await db
    .selectFrom('votes')
    .innerJoin('deliveries', 'deliveries.post', 'votes.post')
    .select(['deliveries.paper_id', 'votes.post', 'votes.person', 'votes.emoji', 'votes.stands', 'votes.at'])
    .where('deliveries.team', '=', team)
    .execute()
  yield { name: 'votes', rows: votes.map(unfold) }
  const papers = await db
    .selectFrom('papers')
    .select(['id', 'title', 'authors', 'published_on', 'links'])
    .where('id', 'in', (of) =>
      of
        .selectFrom('outcomes')
        .select('paper_id')
        .where('channel_id', 'in', [...ids, '']),
    )
    .execute()
  yield { name: 'papers', rows: papers.map(unfold) }
}

type OfChannels = 'digests' | 'outcomes' | 'postings' | 'setting_changes' | 'link_replies' | 'summary_reports'

async function ofChannels(db: Db, table: OfChannels, channels: string[]): Promise<object[]> {
  if (channels.length === 0) return []
  // One of the tables stands for all: each has the column.
  const rows = await db
    .selectFrom(table as 'digests')
    .selectAll()
    .where('channel_id', 'in', channels)
    .execute()
  return rows.map(unfold)
}

const unfold = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      JSON_COLUMNS.has(name) && value !== null ? JSON.parse(value) : value,
    ]),
  )

const JSON_COLUMNS = new Set(['settings', 'counts', 'before', 'after', 'post', 'authors', 'links'])
