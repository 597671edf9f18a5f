import type { Generated } from 'kysely'
import type { ChannelId, PersonId } from '../../core/chat.ts'

export type AccessTables = {
  /** What a team granted when it installed the bot, encrypted; `renewing_until`: somebody is replacing it. */
  installations: { team: string; sealed: string; granted_at: number; renewing_until: Generated<number> }
  /** Words that came back from an installation, by their SHA-256, until they expire. */
  install_states: { hash: string; expires_at: number }
  /** What people made the bot say within the last hour, where strangers walk in. */
  spoken: { action: string; channel_id: ChannelId; person: PersonId; at: number }
  /** Keyed hashes of people who asked to be forgotten: their reactions are not taken again. */
  forgotten: { hash: string; at: number }
  /** What opens the feeds of a channel, until it is withdrawn. */
  feed_keys: { id: string; channel_id: ChannelId; person: PersonId; created_at: number; read_at: number | null }
  /** Who reads a channel by mail, as somebody who manages it wanted; `accepted_at` null: they have not said yes. */
  invited_readers: {
    channel_id: ChannelId
    reader: ChannelId
    invited_by: PersonId | null
    invited_at: number
    accepted_at: number | null
  }
}
