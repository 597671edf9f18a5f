import type { Schema } from '../db/schema.ts'

/** `leaves`: what is left of a row when its person is forgotten; `nothing` deletes it. */
export type PersonalColumn = { table: keyof Schema; column: string; leaves: 'nothing' | 'null' | 'nobody' }

/** Every column that may hold a person. A new one belongs here. */
export const personalColumns: PersonalColumn[] = [
  { table: 'votes', column: 'person', leaves: 'nothing' },
  { table: 'saved', column: 'person', leaves: 'nothing' },
  { table: 'offers', column: 'person', leaves: 'nothing' },
  { table: 'declined', column: 'person', leaves: 'nothing' },
  { table: 'former_members', column: 'person', leaves: 'nothing' },
  { table: 'setting_changes', column: 'person', leaves: 'nothing' },
  { table: 'feed_keys', column: 'person', leaves: 'nothing' },
  { table: 'invited_readers', column: 'reader', leaves: 'nothing' },
  { table: 'follows', column: 'place', leaves: 'nothing' },
  { table: 'followed_papers', column: 'place', leaves: 'nothing' },
  { table: 'channel_queues', column: 'place', leaves: 'nothing' },
  { table: 'deliveries', column: 'place', leaves: 'nothing' },
  { table: 'notes', column: 'author', leaves: 'null' },
  { table: 'notes', column: 'keeper', leaves: 'null' },
  { table: 'discussions', column: 'presenter', leaves: 'null' },
  { table: 'agenda_items', column: 'presenter', leaves: 'null' },
  { table: 'channels', column: 'subscribed_by', leaves: 'null' },
  { table: 'invited_readers', column: 'invited_by', leaves: 'null' },
  { table: 'spoken', column: 'person', leaves: 'nobody' },
  { table: 'summary_reports', column: 'person', leaves: 'nobody' },
]

/** Every column with text or JSON that may name somebody, and the column that identifies its rows. */
export const textColumns: { table: keyof Schema; column: string; key: string }[] = [
  { table: 'deliveries', column: 'subject', key: 'id' },
  { table: 'deliveries', column: 'message', key: 'id' },
  { table: 'deliveries', column: 'reason', key: 'id' },
  { table: 'kept_texts', column: 'text', key: 'key' },
  { table: 'notes', column: 'text', key: 'id' },
  { table: 'discussions', column: 'verdict', key: 'verdict' },
  { table: 'summary_reports', column: 'reason', key: 'id' },
  { table: 'channels', column: 'reason', key: 'id' },
  { table: 'channels', column: 'settings', key: 'id' },
  { table: 'teams', column: 'settings', key: 'team' },
  { table: 'setting_changes', column: 'before', key: 'id' },
  { table: 'setting_changes', column: 'after', key: 'id' },
  { table: 'alerts', column: 'cause', key: 'delivery_id' },
  { table: 'meta', column: 'value', key: 'key' },
]
