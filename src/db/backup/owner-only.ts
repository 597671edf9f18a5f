import { chmodSync, statSync } from 'node:fs'

const OTHERS = 0o077

/** Takes the rights of other users from files that exist; a sentence for each it may not change. Windows has none. */
export function keepToOwner(files: string[]): string[] {
  if (process.platform === 'win32') return []
  return files.flatMap((file) => {
    try {
      const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0
      if (mode & OTHERS) chmodSync(file, mode & 0o777 & ~OTHERS)
      return []
    } catch {
      return [
        `Other users of this machine can read ${file}, which belongs to another user: run chmod 600 on it as that one.`,
      ]
    }
  })
}
