import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Debian’s Chromium, or the one that CHROMIUM names; null where the machine has none. */
export const CHROMIUM: string | null =
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => path && existsSync(path)) ??
  null

export const openBrowser = (executablePath: string): Promise<Browser> =>
  // Root may not use Chromium's sandbox; the pages are our own.
  chromium.launch({ executablePath, args: ['--no-sandbox'] })
