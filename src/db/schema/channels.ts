import type { Generated } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import { bigint, bigintOrNull, integer, integerOrNull, key, table, tableWith, text, textOrNull } from './table.ts'

export const channelTables = {
  channels: table({
    id: key<ChannelId>(),
    name: text(),
    team: text(),
    state: text<'active' | 'paused' | 'left'>(),
    reason: textOrNull(),
    settings: text(),
    created_at: bigint(),
    /** The last local day with a digest; what is due looks only forward from it. */
    last_digest_on: textOrNull(),
    last_planned_at: bigintOrNull(),
    subscribed_by: textOrNull<PersonId>(),
  }),
  /** From which day on a source's papers are news to a channel; what is older is history. */
  channel_sources: tableWith('constraint channel_sources_key primary key (channel_id, source)', {
    channel_id: text<ChannelId>('references channels (id)'),
    source: text(),
    from_day: text(),
  }),
  /** What somebody proposed or changed, so that it can be confirmed and undone. Settings as JSON. */
  setting_changes: table({
    id: key(),
    channel_id: text<ChannelId>(),
    person: text<PersonId>(),
    before: text(),
    after: text(),
    at: bigint(),
  }),
  digests: tableWith('constraint digests_key primary key (channel_id, date)', {
    channel_id: text<ChannelId>('references channels (id)'),
    date: text(),
    planned_at: bigint(),
    covers_since: bigintOrNull(),
    counts: text(),
    notes: text(),
  }),
  outcomes: tableWith('constraint outcomes_key primary key (channel_id, paper_id, date)', {
    channel_id: text<ChannelId>(),
    paper_id: text<PaperId>(),
    date: text(),
    outcome: text<'posted' | 'thread' | 'filtered' | 'held' | 'already'>(),
    reason: text(),
    rank: integerOrNull(),
    upvotes: integerOrNull(),
  }),
  postings: tableWith('constraint postings_key primary key (channel_id, paper_id)', {
    channel_id: text<ChannelId>(),
    paper_id: text<PaperId>('references papers (id)'),
    date: text(),
    position: integer(),
    delivery_id: text(),
    planned_at: bigint(),
  }),
  /** Teams that removed the bot: after a while their data goes. */
  removals: table({ team: key(), left_at: bigint() }),
  /** What a team granted when it installed the bot, encrypted; `renewing_until`: somebody is replacing it. */
  installations: table({
    team: key(),
    sealed: text(),
    granted_at: bigint(),
    renewing_until: bigint<Generated<number>>('default 0'),
  }),
  /** Words that came back from an installation, by their SHA-256, until they expire. */
  install_states: table({ hash: key(), expires_at: bigint() }),
  /** What people made the bot say within the last hour, where strangers walk in. */
  spoken: table({ action: text(), channel_id: text<ChannelId>(), person: text<PersonId>(), at: bigint() }),
  /** Keyed hashes of people who asked to be forgotten: their reactions are not taken again. */
  forgotten: table({ hash: key(), at: bigint() }),
  /** What opens the feeds of a channel, until it is withdrawn. */
  feed_keys: tableWith('constraint feed_keys_by_owner unique (channel_id, person)', {
    id: key(),
    channel_id: text<ChannelId>(),
    person: text<PersonId>(),
    created_at: bigint(),
    read_at: bigintOrNull(),
  }),
  /** Who reads a channel by mail, as somebody who manages it wanted; `accepted_at` null: they have not said yes. */
  invited_readers: tableWith('constraint invited_readers_key primary key (channel_id, reader)', {
    channel_id: text<ChannelId>(),
    reader: text<ChannelId>(),
    invited_by: textOrNull<PersonId>(),
    invited_at: bigint(),
    accepted_at: bigintOrNull(),
  }),
}

export const channelIndexes = [
  'create index outcomes_by_date on outcomes (channel_id, date)',
  'create index postings_by_paper on postings (paper_id)',
  'create index spoken_by_channel_id on spoken (channel_id, action, at)',
  'create index spoken_by_person on spoken (person, action, at)',
  'create index invited_readers_by_reader on invited_readers (reader)',
]
