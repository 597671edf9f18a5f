import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { copyDatabase } from './copy.ts'

const KEPT = 3

/**
 * Copies the database before an upgrade, under the name of the first step that will change it, and keeps the last few
 * copies. Throws a sentence when it cannot: nothing is upgraded without a way back. Returns the copy's name.
 */
export async function keepBeforeUpgrade(database: string, step: string): Promise<string> {
  const copy = `${database}.before-${step}`
  try {
    // Another process that starts at the same time may have made it.
    if (!existsSync(copy)) await copyDatabase(database, copy)
  } catch (cause) {
    throw new Error('no copy could be kept before the upgrade, and nothing was changed', { cause })
  }
  forgetOldCopies(database)
  return copy
}

function forgetOldCopies(database: string): void {
  const copies = copiesOf(database).toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
  for (const old of copies.slice(KEPT)) rmSync(old)
}

/** What was kept before upgrades. */
export function copiesOf(database: string): string[] {
  const prefix = `${basename(database)}.before-`
  return readdirSync(dirname(database))
    .filter((name) => name.startsWith(prefix) && /^[\w-]+$/.test(name.slice(prefix.length)))
    .map((name) => join(dirname(database), name))
}
