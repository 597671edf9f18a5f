import type { Generated } from 'kysely'
import type { PlaceColumns } from './places.ts'

/** `planned → ready → sending → sent | uncertain | held | dead` */
export type DeliveryState = 'planned' | 'ready' | 'sending' | 'sent' | 'uncertain' | 'held' | 'dead'

/**
 * Rows as both databases hold them: times are milliseconds since the epoch, days `YYYY-MM-DD`, lists and records JSON
 * text.
 */
export type Schema = {
  papers: {
    seq: Generated<number>
    id: string
    title: string
    abstract: string
    authors: string
    published_on: string | null
    links: string
    pictures: string
    organization: string | null
    keywords: string
    categories: string
    source_summary: string | null
    added_at: number
    changed_at: number
  }
  /** Other identifiers under which a paper is met. */
  aliases: { id: string; paper_id: string }
  sightings: {
    paper_id: string
    source: string
    day: string
    upvotes: number | null
    comments: number | null
    first_seen_at: number
    seen_at: number
  }
  /** What a paper's own text says short for what; `long` holds its stems, `long_text` its words. */
  abbreviations: { paper_seq: number; short: string; long: string; long_text: string }
  /** Every word of the papers as it is written there, and in how many papers it stands. */
  vocabulary: { term: string; doc: number }
  /**
   * What filters and orders ask of a paper. `sources` and `has` are lists like `|code|pdf|`; `sources` and
   * `categories` in small letters.
   */
  paper_facts: {
    seq: number
    first_day: string
    last_day: string
    upvotes: number
    sources: string
    categories: string
    has: string
  }
  sources: {
    name: string
    tried_at: number
    succeeded_at: number | null
    /** The newest day it ever listed a paper on, and when that was first seen: a source that stops moving is stale. */
    newest_day: string | null
    news_at: number | null
    error: string | null
    failing_since: number | null
  }
  history: { source: string; month: string; papers: number; read_at: number }
  channels: {
    id: string
    name: string
    team: string
    state: 'active' | 'paused' | 'left'
    reason: string | null
    settings: string
    subscribed_by: string | null
    created_at: number
    /** The last local day with a digest; what is due looks only forward from it. */
    last_digest_on: string | null
    last_planned_at: number | null
  }
  /** From which day on a source's papers are news to a channel; what is older is history. */
  channel_sources: { channel_id: string; source: string; from_day: string }
  digests: {
    channel_id: string
    date: string
    planned_at: number
    covers_since: number | null
    counts: string
    notes: string
  }
  outcomes: {
    channel_id: string
    date: string
    paper_id: string
    outcome: string
    reason: string
    rank: number | null
    upvotes: number | null
  }
  postings: {
    channel_id: string
    paper_id: string
    date: string
    position: number
    delivery_id: string
    planned_at: number
  }
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
    paper_id: string | null
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
  /**
   * Token buckets of platforms (`discord`), teams (`slack:T1`) and their seeds (`slack:T1/seeds`): when each is full
   * again.
   */
  buckets: { scope: string; full_at: number }
  /**
   * One voting or other reaction. A removed one stays, with its time: an older event that comes late must not bring
   * it back. `at` is when
   * that was last known, `since` when it last changed.
   */
  votes: { post: string; person: string; emoji: string; stands: number; at: number; since: number }
  /** What somebody saved, or took off their list, by button; 🔖 on a post does the same. */
  saved: { person: string; paper_id: string; saved_at: number; stands: Generated<number> }
  /** Who said they would present a paper, or no longer, by words; 🙋 on a post does the same. */
  offers: { team: string; paper_id: string; person: string; stands: number; at: number }
  /** Teams with the same `link` vote together. Settings as JSON. */
  teams: { team: string; link: string | null; settings: string }
  /**
   * The teams whose admins agreed to be linked by this code, and in which channel; the one that made it is at position
   * 0.
   */
  link_codes: { code_hash: string; team: string; channel_id: string; position: number; expires_at: number }
  /** One meeting of a team. `changed_at` later than `shown_at`: its post does not yet show what was changed. */
  agendas: {
    team: string
    date: string
    channel_id: string
    meets_at: number
    planned_at: number
    reminded_at: number | null
    opened_at: number | null
    changed_at: number
    shown_at: number
  }
  agenda_items: {
    team: string
    date: string
    paper_id: string
    position: number
    state: 'listed' | 'dropped'
    votes: number
    presenter: string | null
    answer: 'asked' | 'accepted' | null
  }
  /** Who cannot present at a meeting, and is not asked again about it. */
  declined: { team: string; date: string; person: string }
  /** People who left: their votes count no more, and nobody asks them to present. */
  former_members: { team: string; person: string; seen_at: number }
  /** Papers whose posts may show an old tally. */
  tallies_due: { team: string; paper_id: string; marked_at: number }
  /** The tally that a post was last edited to show. */
  tallies_shown: { delivery_id: string; votes: number; edited_at: number }
  /** What somebody proposed or changed, so that it can be confirmed and undone. Settings as JSON. */
  setting_changes: { id: string; channel_id: string; person: string; before: string; after: string; at: number }
  /** What a team granted when it installed the bot, encrypted; `renewing_until`: somebody is replacing it. */
  installations: { team: string; sealed: string; granted_at: number; renewing_until: Generated<number> }
  /** Words that come back from an installation, by their SHA-256. */
  /** Those that were used, until they expire. */
  install_states: { hash: string; expires_at: number }
  /** Teams that removed the bot: after a while their data goes. */
  removals: { team: string; left_at: number }
  /** A message kept with a paper. One without a paper is still being asked about. */
  notes: {
    id: string
    team: string
    paper_id: string | null
    text: string
    author: string | null
    keeper: string | null
    channel_id: string
    post: string
    kept_at: number
  }
  /** What a team talked about, or will: a paper once, at the meeting of `date`. Open until `closed_at`. */
  discussions: {
    team: string
    paper_id: string
    date: string
    presenter: string | null
    verdict: string | null
    opened_at: number | null
    closed_at: number | null
  }
  /** Pasted links that were answered: a paper once a day in a channel. */
  link_replies: { channel_id: string; paper_id: string; date: string }
  /** What people made the bot say within the last hour, where strangers walk in. */
  spoken: { action: string; channel_id: string; person: string; at: number }
  /** Searches that tell a person or a channel of new papers. */
  follows: PlaceColumns & { id: string; query: string; channel_id: string; created_at: number }
  /** What they found: told once, or still to be told. */
  followed_papers: PlaceColumns & { paper_id: string; query: string; found_at: number; told_at: number | null }
  /** Keyed hashes of people who asked to be forgotten: their reactions are not taken again. */
  forgotten: { hash: string; at: number }
  /** What was said about a trouble, and since when everybody can read there that it is over. */
  alerts: { delivery_id: string; cause: string; over_at: number | null }
  /** What opens the feeds of a channel, until it is withdrawn. */
  feed_keys: { id: string; channel_id: string; person: string; created_at: number; read_at: number | null }
  meta: { key: string; value: string }
  /** Summaries that people found wrong. `writer`: whose words they were, as `Writer` has it. */
  summary_reports: {
    id: string
    paper_id: string
    writer: string
    state: 'hidden' | 'withdrawn' | 'reported'
    reason: string
    person: string
    channel_id: string
    reported_at: number
  }
  summaries: {
    paper: string
    language: string
    prompt: number
    model: string
    state: 'claimed' | 'written' | 'refused'
    content: string | null
    lease_until: number
    written_at: number | null
  }
  /**
   * What a paper says, as a model sees it: bytes with the signs of the model's numbers. `of_change`: the paper's
   * `changed_at` then. Without
   * numbers: the model takes no such text.
   */
  vectors: { paper_seq: number; of_change: number; text_hash: string; numbers: Uint8Array | null }
  /** The signs of those numbers alone, in the database's own form. */
  vector_bits: { paper_seq: number; bits: unknown }
  model_usage: { day: string; model: string; calls: number; prompt_tokens: number; completion_tokens: number }
}
