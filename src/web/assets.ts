import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { Site } from './server.ts'

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')

const STYLE = read('style.css')
const MARK = read('mark.svg')
/** The name changes with the content, so that browsers may keep the file. */
export const STYLE_FILE = `style.${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

/** What all pages share. */
export function createAssets(): Site {
  const assets: Site = new Hono()
  assets.get(`/${STYLE_FILE}`, (page) =>
    page.body(STYLE, 200, { 'content-type': 'text/css', 'cache-control': 'public, max-age=31536000, immutable' }),
  )
  assets.get('/mark.svg', (page) =>
    page.body(MARK, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' }),
  )
  return assets
}
