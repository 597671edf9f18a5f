import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openWebServer } from '../../src/web/server.ts'
import { CHROMIUM, openBrowser } from './browser.ts'
import { openStage } from './stage.ts'

const FOLDER = join(import.meta.dirname, '../../docs/pictures')
const PICTURES = [
  { name: 'slack', path: 'slack?scene=digest&theme=light', width: 620, height: 640 },
  { name: 'discord', path: 'discord?scene=digest&theme=dark', width: 620, height: 640 },
  { name: 'search', path: 'slack?scene=search&q=memory&theme=light', width: 620, height: 340 },
]

// `npm run pictures`: those of the README, of invented papers, from the payloads that would be sent.
if (CHROMIUM === null) throw new Error('Pictures need Chromium: `apt-get install chromium`, or name one in CHROMIUM.')
mkdirSync(FOLDER, { recursive: true })
const stage = await openStage()
const server = await openWebServer(0, stage.site, '127.0.0.1')
const browser = await openBrowser(CHROMIUM)
for (const { name, path, width, height } of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height } })
  await page.goto(`http://127.0.0.1:${server.port}/${path}`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
await browser.close()
await server.close()
await stage.close()
