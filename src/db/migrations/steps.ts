import { sql } from 'kysely'
import type { Migration } from '../db.ts'
import { placeKinds } from './0170-place-kinds.ts'
import { managers } from './0180-managers.ts'
import { emoji } from './0220-emoji.ts'

/** Runs these statements, which are the same on both databases. */
const statements =
  (...all: string[]): Migration =>
  async (db) => {
    for (const statement of all) await sql.raw(statement).execute(db)
  }

/** A code names every team that agreed to it. Links of more than two teams end: nobody knows whether all agreed. */
const links = statements(
  'drop table link_codes',
  `create table link_codes (
    code_hash text not null,
    team text not null,
    channel_id text not null,
    position integer not null,
    expires_at bigint not null,
    constraint link_codes_key primary key (code_hash, team)
  )`,
  `update teams set link = null
    where link in (select link from teams where link is not null group by link having count(*) > 2)`,
)

/** What people made the bot say where strangers walk in; an hour of it is kept. */
const spoken = statements(
  'create table spoken (action text not null, channel_id text not null, person text not null, at bigint not null)',
  'create index spoken_by_channel_id on spoken (channel_id, action, at)',
  'create index spoken_by_person on spoken (person, action, at)',
)

/** First reactions are owed like messages: what is still to be seeded stands with the delivery. */
const seeding = statements(
  'alter table deliveries add column seed_at bigint',
  'alter table deliveries add column seed_tries integer default 0 not null',
  'create index deliveries_to_seed on deliveries (platform, seed_at) where seed_at is not null',
)

/** `worded` is `ready`, `lanes` are `channel_queues`, and `departed` are `former_members`. */
const plainNames = statements(
  'drop index deliveries_open',
  `update deliveries set state = 'ready' where state = 'worded'`,
  `create index deliveries_open on deliveries (place, seq)
    where state in ('planned', 'ready', 'sending', 'uncertain')`,
  'drop index lanes_by_team',
  'drop index lanes_by_time',
  'alter table lanes rename to channel_queues',
  'create index channel_queues_by_team on channel_queues (platform, team, ready_at)',
  'create index channel_queues_by_time on channel_queues (platform, ready_at)',
  'alter table departed rename to former_members',
)

/** What sources say of a paper besides, as JSON; nothing is known of papers that were stored before. */
const paperFacts = statements(`alter table papers add column facts text default '{}' not null`)

/** What long buttons and opened forms stand for. */
const keptTexts = statements('create table kept_texts (key text primary key, text text not null, at bigint not null)')

/** Who reads a channel by mail because somebody who manages it invited them. */
const invitedReaders = statements(
  `create table invited_readers (
    channel_id text not null,
    reader text not null,
    invited_by text,
    invited_at bigint not null,
    accepted_at bigint,
    constraint invited_readers_key primary key (channel_id, reader)
  )`,
  'create index invited_readers_by_reader on invited_readers (reader)',
)

/** What becomes of a paper after it was posted, when it was asked for, and who wants to hear of it. */
const paperChanges = statements(
  `create table paper_changes (
    paper_id text not null references papers (id),
    change text not null,
    url text,
    at bigint not null,
    told_at bigint,
    constraint paper_changes_once primary key (paper_id, change)
  )`,
  'create index paper_changes_untold on paper_changes (told_at, at)',
  `create table paper_rechecks (
    paper_id text not null references papers (id),
    source text not null,
    tried_at bigint not null,
    checked_at bigint,
    constraint paper_rechecks_key primary key (paper_id, source)
  )`,
  'alter table deliveries add column reworded_at bigint',
  'alter table follows add column paper_id text',
  // Where a column belongs to a key, SQLite wants a new table.
  'alter table followed_papers rename to old_followed_papers',
  'drop index followed_papers_untold',
  `create table followed_papers (
    place text not null,
    place_kind text default 'channel' not null,
    paper_id text not null references papers (id),
    change text default '' not null,
    query text not null,
    channel_id text not null,
    found_at bigint not null,
    told_at bigint,
    constraint followed_papers_once_each primary key (place, place_kind, paper_id, change)
  )`,
  `insert into followed_papers (place, place_kind, paper_id, query, channel_id, found_at, told_at)
    select old.place, old.place_kind, old.paper_id, old.query, coalesce(follows.channel_id, ''), found_at, told_at
    from old_followed_papers old
    left join follows on follows.place = old.place and follows.place_kind = old.place_kind
       and follows.query = old.query`,
  'drop table old_followed_papers',
  'create index followed_papers_untold on followed_papers (told_at, place)',
)

/** Days are filtered by the index alone. */
const indexedDays = statements(
  'drop index paper_facts_by_day',
  'create index paper_facts_by_day on paper_facts (last_day desc, upvotes desc, seq desc, first_day)',
)

/** Stands for the tables of version 0.1.0. */
export const BASELINE = '0001-baseline'

/** From there to `schema`, in order, for ever: a released step is never changed, only followed by another. */
export const steps: { name: string; step: Migration }[] = [
  { name: '0110-links', step: links },
  { name: '0120-spoken', step: spoken },
  { name: '0150-seeding', step: seeding },
  { name: '0160-plain-names', step: plainNames },
  { name: '0170-place-kinds', step: placeKinds },
  { name: '0180-managers', step: managers },
  { name: '0190-paper-facts', step: paperFacts },
  { name: '0200-kept-texts', step: keptTexts },
  { name: '0210-invited-readers', step: invitedReaders },
  { name: '0220-emoji', step: emoji },
  { name: '0230-paper-changes', step: paperChanges },
  { name: '0240-indexed-days', step: indexedDays },
]

/** The steps by which version 0.1.0 made its tables; this is the last of them. */
export const isOfVersion010 = (name: string): boolean => name < '0100' && name !== BASELINE
export const LAST_OF_VERSION_010 = '0086-feed-keys'
