import { sql } from 'kysely'
import type { Migration } from '../db.ts'

/**
 * What filters and orders ask of a paper, in rows so narrow that reading all of them takes milliseconds; and in how many papers each
 * stem stands, which FTS5 knows and PostgreSQL has to be told.
 */
export const searchFacts: Migration = async (db, dialect) => {
  const [integer, days] = dialect === 'sqlite' ? [sql`integer`, sql`text`] : [sql`bigint`, sql`text collate "C"`]
  await sql`create table paper_facts (
    seq ${integer} primary key,
    first_day ${days} not null,
    last_day ${days} not null,
    upvotes integer not null,
    sources text not null,
    categories text not null,
    has text not null
  )`.execute(db)
  const has = (what: string) => sql`case when links like ${`%"${what}":null%`} then '' else ${`|${what}`} end`
  await sql`insert into paper_facts
    select seq, coalesce(min(day), ''), coalesce(max(last), ''), coalesce(max(upvotes), 0),
      coalesce('|' || string_agg(lower(source), '|') || '|', '|'), lower(categories),
      ${has('code')} || ${has('pdf')} || ${has('project')} || case when pictures = '[]' then '|' else '|picture|' end
    from papers left join (select paper_id, source, min(day) as day, max(day) as last, max(upvotes) as upvotes
      from sightings group by paper_id, source) as seen on paper_id = id
    group by seq, links, pictures, categories`.execute(db)
  await sql`create index paper_facts_by_day on paper_facts (last_day desc, upvotes desc, seq desc)`.execute(db)
  await sql`create index paper_facts_by_upvotes on paper_facts (upvotes desc, last_day desc, seq desc)`.execute(db)
  if (dialect === 'sqlite') return
  await sql`create table paper_stems (term text collate "C" primary key, doc integer not null)`.execute(db)
  await sql`insert into paper_stems select word, ndoc from ts_stat('select words from paper_index')`.execute(db)
  await sql`alter table vocabulary drop column stem`.execute(db)
}
