import type { Generated } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'
import type { PaperId } from '../../core/paper.ts'
import type { PaperChangeKind } from '../../core/paper-facts.ts'
import { placeKind } from './outbox.ts'
import { bigint, bigintOrNull, integer, key, table, tableWith, text, textOrNull } from './table.ts'

export const teamTables = {
  /** A removed reaction stays: an older event may come late. `at`: when it was last known, `since`: changed. */
  votes: tableWith('constraint votes_key primary key (post, person, emoji)', {
    post: text(),
    person: text<PersonId>(),
    emoji: text(),
    stands: integer(),
    at: bigint(),
    since: bigint('default 0'),
  }),
  /** Teams with the same `link` vote together. Settings as JSON. */
  teams: table({ team: key(), link: textOrNull(), settings: text() }),
  /** Whose admins agreed to be linked by this code, and in which channel; the team that made it is at position 0. */
  link_codes: tableWith('constraint link_codes_key primary key (code_hash, team)', {
    code_hash: text(),
    team: text(),
    channel_id: text<ChannelId>(),
    position: integer(),
    expires_at: bigint(),
  }),
  /** People who left: their votes count no more, and nobody asks them to present. */
  // Constraints keep the names under which version 0.1.0 made them.
  former_members: tableWith('constraint departed_key primary key (team, person)', {
    team: text(),
    person: text<PersonId>(),
    seen_at: bigint(),
  }),
  /** Papers whose posts may show an old tally. */
  tallies_due: tableWith('constraint tallies_due_key primary key (team, paper_id)', {
    team: text(),
    paper_id: text<PaperId>(),
    marked_at: bigint(),
  }),
  /** The tally that a post was last edited to show. */
  tallies_shown: table({ delivery_id: key(), votes: integer(), edited_at: bigint() }),
  /** Who said they would present a paper, or no longer, by words; 🙋 on a post does the same. */
  offers: tableWith('constraint offers_key primary key (team, paper_id, person)', {
    team: text(),
    paper_id: text<PaperId>('references papers (id)'),
    person: text<PersonId>(),
    stands: integer(),
    at: bigint(),
  }),
  /** What a team talked about, or will: a paper once, at the meeting of `date`. Open until `closed_at`. */
  discussions: tableWith('constraint discussions_key primary key (team, paper_id)', {
    team: text(),
    paper_id: text<PaperId>('references papers (id)'),
    date: text(),
    presenter: textOrNull<PersonId>(),
    verdict: textOrNull(),
    opened_at: bigintOrNull(),
    closed_at: bigintOrNull(),
  }),
  /** One meeting of a team. `changed_at` later than `shown_at`: its post does not yet show what was changed. */
  agendas: tableWith('constraint agendas_key primary key (team, date)', {
    team: text(),
    date: text(),
    channel_id: text<ChannelId>(),
    meets_at: bigint(),
    planned_at: bigint(),
    reminded_at: bigintOrNull(),
    opened_at: bigintOrNull(),
    changed_at: bigint(),
    shown_at: bigint(),
  }),
  agenda_items: tableWith('constraint agenda_items_key primary key (team, date, paper_id)', {
    team: text(),
    date: text(),
    paper_id: text<PaperId>('references papers (id)'),
    position: integer(),
    state: text<'listed' | 'dropped'>(),
    votes: integer(),
    presenter: textOrNull<PersonId>(),
    answer: textOrNull<'asked' | 'accepted'>(),
  }),
  /** Who cannot present at a meeting, and is not asked again about it. */
  declined: tableWith('constraint declined_key primary key (team, date, person)', {
    team: text(),
    date: text(),
    person: text<PersonId>(),
  }),
  /** What somebody saved, or took off their list, by button; 🔖 on a post does the same. */
  saved: tableWith('constraint saved_key primary key (person, paper_id)', {
    person: text<PersonId>(),
    paper_id: text<PaperId>('references papers (id)'),
    saved_at: bigint(),
    stands: integer<Generated<number>>('default 1'),
  }),
  /** A message kept with a paper. One without a paper is still being asked about. */
  notes: table({
    id: key(),
    team: text(),
    paper_id: textOrNull<PaperId>('references papers (id)'),
    text: text(),
    author: textOrNull<PersonId>(),
    keeper: textOrNull<PersonId>(),
    channel_id: text<ChannelId>(),
    post: text('unique'),
    kept_at: bigint(),
  }),
  /** Pasted links that were answered: a paper once a day in a channel. */
  link_replies: tableWith('constraint link_replies_key primary key (channel_id, paper_id, date)', {
    channel_id: text<ChannelId>(),
    paper_id: text<PaperId>('references papers (id)'),
    date: text(),
  }),
  /** Searches that tell a person or a channel of new papers; with a paper: what changes of it is told. */
  follows: tableWith(
    'constraint follows_key primary key (id), constraint follows_once_each unique (place, place_kind, query)',
    {
      id: text(),
      place: text(),
      place_kind: placeKind(),
      query: text(),
      channel_id: text<ChannelId>(),
      created_at: bigint(),
      paper_id: textOrNull<PaperId>(),
    },
  ),
  /** What they found: told once, or still to be told. `change`: what became of the paper; empty: it is new. */
  followed_papers: tableWith('constraint followed_papers_once_each primary key (place, place_kind, paper_id, change)', {
    place: text(),
    place_kind: placeKind(),
    paper_id: text<PaperId>('references papers (id)'),
    change: text<Generated<PaperChangeKind | ''>>(`default ''`),
    query: text(),
    channel_id: text<ChannelId>(),
    found_at: bigint(),
    told_at: bigintOrNull(),
  }),
}

export const teamIndexes = [
  'create index votes_by_person on votes (person, emoji)',
  // All that a tally reads of a vote that stands.
  'create index votes_tally on votes (post, emoji, person) where stands = 1',
  'create index teams_by_link on teams (link)',
  'create index discussions_by_paper on discussions (paper_id)',
  'create index agendas_by_time on agendas (meets_at)',
  'create index agenda_items_by_paper on agenda_items (paper_id)',
  'create index notes_by_team on notes (team, paper_id)',
  'create index followed_papers_untold on followed_papers (told_at, place)',
]
