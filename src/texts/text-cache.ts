import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { PaperText } from './paper-text.ts'

/** Texts that were read before. One that cannot be kept is read again. */
export type TextCache = {
  /** `paper` names its version, too. */
  find(paper: string): PaperText | null
  keep(paper: string, text: PaperText): void
  close(): void
}

export const KEEPS_NOTHING: TextCache = { find: () => null, keep() {}, close() {} }

type CacheOptions = { file: string; log: Logger; now?: () => number; maxBytes?: number }

/** Characters, mostly a byte each; the file is a little larger. */
const MAX_BYTES = 450_000_000
/** So long a text stands for its paper; then a newer version may be there. */
const FRESH_MS = 7 * 86_400_000

/**
 * A SQLite file of its own, which no backup holds and anybody may delete: what was not used for longest makes room. It
 * is made with the first question.
 */
export function createTextCache({ file, log, now = Date.now, maxBytes = MAX_BYTES }: CacheOptions): TextCache {
  let opened: DatabaseSync | null = null

  function open(): DatabaseSync {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const db = new DatabaseSync(file, { timeout: 2_000 })
    chmodSync(file, 0o600)
    db.exec(`pragma journal_mode = wal; pragma synchronous = off;
      create table if not exists texts (paper text primary key, text text, bytes int, read_at int, used_at int) strict`)
    return db
  }

  /** Whatever is wrong with the file costs no answer. */
  function attempt<T>(work: (db: DatabaseSync) => T): T | null {
    try {
      opened ??= open()
      return work(opened)
    } catch (err) {
      log.warn({ err, file }, 'the texts of papers are not kept: is the file damaged, or the disk full?')
      return null
    }
  }

  return {
    find: (paper) =>
      attempt((db) => {
        const fresh = db.prepare('update texts set used_at = ? where paper = ? and read_at > ? returning text')
        const row = fresh.get(now(), paper, now() - FRESH_MS)
        return row ? (JSON.parse(String(row.text)) as PaperText) : null
      }),
    keep(paper, text) {
      attempt((db) => {
        const json = JSON.stringify(text)
        db.prepare('insert or replace into texts values (?, ?, ?, ?, ?)').run(paper, json, json.length, now(), now())
        db.prepare(`delete from texts where paper in (select paper from
          (select paper, sum(bytes) over (order by used_at desc, paper) as sum from texts) where sum > ?)`).run(
          maxBytes,
        )
      })
    },
    close: () => opened?.close(),
  }
}
