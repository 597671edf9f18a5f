import type { Generated } from 'kysely'
import type { PaperId } from '../../core/paper.ts'
import type { PlaceColumns } from '../places.ts'

/** `planned → ready → sending → sent | uncertain | held | dead` */
export type DeliveryState = 'planned' | 'ready' | 'sending' | 'sent' | 'uncertain' | 'held' | 'dead'

export type OutboxTables = {
  /** What long buttons and opened forms stand for, for a week. */
  kept_texts: { key: string; text: string; at: number }
  deliveries: {
    id: string
    key: string
    platform: string
    team: string
    place: string
    place_kind: PlaceColumns['place_kind']
    /** Order inside a place: a heading goes before its papers. */
    seq: number
    parent_id: string | null
    state: DeliveryState
    /** What its message says, until `message` holds it. */
    subject: string
    /** The paper whose post it is: a reaction there is about that paper. */
    paper_id: PaperId | null
    message: string | null
    /** Emoji that the bot adds itself, a list as JSON; null: none. */
    seed: string | null
    /** When they are to be tried next, once it is sent; null: nothing is left to seed. */
    seed_at: number | null
    seed_tries: Generated<number>
    attempts: Generated<number>
    fence: Generated<number>
    lease_until: number | null
    lease_owner: string | null
    /** How often the platform was asked, in vain, whether it has an uncertain one. */
    looks: Generated<number>
    not_before: number
    first_attempt_at: number | null
    post: string | null
    reason: string | null
    planned_at: number
    settled_at: number | null
    /** When its words were last changed after they were written; its post may show the old ones. */
    reworded_at: number | null
  }
  /** What one process leads, and until when unless it renews that. */
  leases: { name: string; owner: string; until: number }
  /** A place that is owed something. A person and a channel of the same id share a queue. */
  channel_queues: {
    place: string
    platform: string
    team: string
    /** When to look at it next; too early costs a look, too late a delay. Null: when a message is ready. */
    ready_at: number | null
    full_at: number
  }
  /** Token buckets of platforms, teams (`slack:T1`) and their seeds (`slack:T1/seeds`): when each is full again. */
  buckets: { scope: string; full_at: number }
  /** What was said about a trouble, and since when everybody can read there that it is over. */
  alerts: { delivery_id: string; cause: string; over_at: number | null }
}
