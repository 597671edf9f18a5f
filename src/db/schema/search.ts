export type SearchTables = {
  /** What a paper's own text says short for what; `long` holds its stems, `long_text` its words. */
  abbreviations: { paper_seq: number; short: string; long: string; long_text: string }
  /** Every word of the papers as it is written there, and in how many papers it stands. */
  vocabulary: { term: string; doc: number }
  /** What filters and orders ask of a paper, in small letters. `sources` and `has` are lists like `|code|pdf|`. */
  paper_facts: {
    seq: number
    first_day: string
    last_day: string
    upvotes: number
    sources: string
    categories: string
    has: string
  }
  /**
   * What a paper says, as a model sees it: bytes with the signs of the model's numbers. `of_change`: the paper's
   * `changed_at` then. Without numbers: the model takes no such text.
   */
  vectors: { paper_seq: number; of_change: number; text_hash: string; numbers: Uint8Array | null }
  /** The signs of those numbers alone, in the database's own form. */
  vector_bits: { paper_seq: number; bits: unknown }
}
