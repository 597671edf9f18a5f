import type { Generated } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { PlaceColumns } from '../places.ts'
import { bigint, bigintOrNull, column, integer, key, table, tableWith, text, textByBytes, textOrNull } from './table.ts'

/** `planned → ready → sending → sent | uncertain | held | dead` */
export type DeliveryState = 'planned' | 'ready' | 'sending' | 'sent' | 'uncertain' | 'held' | 'dead'

export const placeKind = () => text<PlaceColumns['place_kind']>(`default 'channel'`)

export const outboxTables = {
  /** What long buttons and opened forms stand for, for a week. */
  kept_texts: table({ key: key(), text: text(), at: bigint() }),
  deliveries: table({
    id: key(),
    key: textByBytes('unique'),
    platform: text(),
    team: text(),
    place: textByBytes(),
    /** Order inside a place: a heading goes before its papers. */
    seq: bigint(),
    parent_id: textOrNull(),
    state: text<DeliveryState>(),
    /** What its message says, until `message` holds it. */
    subject: text(),
    message: textOrNull(),
    attempts: integer<Generated<number>>('default 0'),
    fence: integer<Generated<number>>('default 0'),
    lease_until: bigintOrNull(),
    lease_owner: textOrNull(),
    /** How often the platform was asked, in vain, whether it has an uncertain one. */
    looks: integer<Generated<number>>('default 0'),
    not_before: bigint(),
    first_attempt_at: bigintOrNull(),
    post: textOrNull(),
    reason: textOrNull(),
    planned_at: bigint(),
    settled_at: bigintOrNull(),
    /** The paper whose post it is: a reaction there is about that paper. */
    paper_id: textOrNull<PaperId>(),
    /** Emoji that the bot adds itself, a list as JSON; null: none. */
    seed: textOrNull(),
    /** When they are to be tried next, once it is sent; null: nothing is left to seed. */
    seed_at: bigintOrNull(),
    seed_tries: integer<Generated<number>>('default 0'),
    place_kind: placeKind(),
    /** When its words were last changed after they were written; its post may show the old ones. */
    reworded_at: bigintOrNull(),
  }),
  /** What one process leads, and until when unless it renews that. */
  leases: table({ name: key(), owner: text(), until: bigint() }),
  /** A place that is owed something. A person and a channel of the same id share a queue. */
  channel_queues: tableWith('constraint lanes_pkey primary key (place)', {
    place: column<string>('text', '', 'text collate "C"'),
    platform: text(),
    team: text(),
    /** When to look at it next; too early costs a look, too late a delay. Null: when a message is ready. */
    ready_at: column<number | null>('double precision', ''),
    full_at: column<number>('double precision', 'not null'),
  }),
  /** Token buckets of platforms, teams (`slack:T1`) and their seeds (`slack:T1/seeds`): when each is full again. */
  buckets: table({ scope: key(), full_at: column<number>('double precision', 'not null') }),
  /** What was said about a trouble, and since when everybody can read there that it is over. */
  alerts: tableWith('constraint alerts_key primary key (delivery_id, cause)', {
    delivery_id: text(),
    cause: text(),
    over_at: bigintOrNull(),
  }),
}

export const outboxIndexes = [
  // Years of sent deliveries stay out of the indexes that every claim reads.
  `create index deliveries_open on deliveries (place, seq)
    where state in ('planned', 'ready', 'sending', 'uncertain')`,
  `create index deliveries_planned on deliveries (seq) where state = 'planned'`,
  `create index deliveries_stuck on deliveries (state) where state in ('held', 'dead')`,
  'create index deliveries_leased on deliveries (lease_owner) where lease_owner is not null',
  // Every reaction asks whose post it is on.
  'create index deliveries_by_post on deliveries (post) where post is not null',
  'create index deliveries_by_paper on deliveries (paper_id, team) where paper_id is not null',
  'create index deliveries_of_papers on deliveries (planned_at) where paper_id is not null',
  // A row leaves this index when its message is deleted, so that most days retention finds nothing at once.
  `create index deliveries_with_words on deliveries (settled_at)
    where message is not null and settled_at is not null`,
  'create index deliveries_to_seed on deliveries (platform, seed_at) where seed_at is not null',
  'create index channel_queues_by_team on channel_queues (platform, team, ready_at)',
  'create index channel_queues_by_time on channel_queues (platform, ready_at)',
]
