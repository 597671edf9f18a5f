import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { drawDiscord } from '../../adapters/discord/preview/draw.ts'
import { drawSlack } from '../../adapters/slack/preview/draw.ts'
import { openWebServer } from '../../src/web/server.ts'
import { CHROMIUM, openBrowser } from './browser.ts'
import { openScreens } from './screens.ts'
import { shootSite } from './site-pictures.ts'
import { openWorld } from './site-world.ts'
import { openStage } from './stage.ts'
import { drawTerminal } from './terminal.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Those of the README. */
const README = [
  { name: 'slack', path: 'slack?scene=digest&theme=light', width: 620, height: 640 },
  { name: 'discord', path: 'discord?scene=digest&theme=dark', width: 620, height: 640 },
  { name: 'search', path: 'slack?scene=search&q=memory&theme=light', width: 620, height: 340 },
  { name: 'agenda', path: 'slack?scene=agenda&theme=light', width: 620, height: 412 },
]
const WIDTHS = { desktop: 720, phone: 390 }
const PREVIEW = (['light', 'dark'] as const).flatMap(
  (theme) =>
    [
      [theme, 'desktop', 1280, 900],
      [theme, 'phone', 390, 1200],
    ] as const,
)
const FIGURE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#dbe4ff"/><path d="M40 300 200 180 320 230 600 60" fill="none" stroke="#364fc7" stroke-width="12"/></svg>'

// `npm run pictures`: of invented papers, from the payloads that would be sent. Those of the README lie in
// docs/pictures, every screen on both platforms, for a desktop and a phone, and every page and letter in pictures/.
if (CHROMIUM === null) throw new Error('Pictures need Chromium: `apt-get install chromium`, or name one in CHROMIUM.')
const stage = await openStage()
const server = await openWebServer(0, stage.site, '127.0.0.1')
const browser = await openBrowser(CHROMIUM)
const page = await browser.newPage()
await page.route('https://pictures.example/**', (route) =>
  route.fulfill({ contentType: 'image/svg+xml', body: FIGURE }),
)

for (const { name, path, width, height } of README) {
  await page.setViewportSize({ width, height })
  await page.goto(`http://127.0.0.1:${server.port}/${path}`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(ROOT, 'docs/pictures', `${name}.png`) })
}

const drawers = { slack: drawSlack, discord: drawDiscord }
for (const [platform, draw] of Object.entries(drawers)) {
  const own = await openStage()
  const screens = await openScreens(own, platform)
  for (const [name, scene] of Object.entries(screens))
    for (const [size, width] of Object.entries(WIDTHS)) {
      const drawn = await draw(scene, platform === 'slack' ? 'light' : 'dark')
      await page.setViewportSize({ width, height: 200 })
      await page.route('**/drawn', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: drawn }))
      await page.goto(`http://127.0.0.1:${server.port}/drawn`, { waitUntil: 'networkidle' })
      const folder = join(process.argv[2] ?? join(ROOT, 'pictures'), `${platform}-${size}`)
      mkdirSync(folder, { recursive: true })
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
    }
  await own.close()
}

for (const [name, columns, typed] of [
  ['terminal', 80, []],
  ['terminal-80', 80, ['', '1', 'similar', 'cite 1', 'memory', '?', 'follow memory', 'settings']],
  ['terminal-120', 120, ['', '1', 'memory', '?']],
] as const) {
  const own = await openStage()
  await page.setViewportSize({ width: columns * 9, height: 200 })
  await page.setContent(await drawTerminal(own, columns, [...typed]))
  const folder = name === 'terminal' ? join(ROOT, 'docs/pictures') : (process.argv[2] ?? join(ROOT, 'pictures'))
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
  await own.close()
}
for (const [theme, size, width, height] of PREVIEW) {
  await page.emulateMedia({ colorScheme: theme })
  await page.setViewportSize({ width, height })
  await page.goto(`http://127.0.0.1:${server.port}/?scene=digest`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: join(process.argv[2] ?? join(ROOT, 'pictures'), `preview-${size}-${theme}.png`) })
}
const world = await openWorld('few')
await page.emulateMedia({ colorScheme: 'light' })
await page.setViewportSize({ width: 620, height: 640 })
await page.setContent((await world.writeLetters())['letter-invited'] ?? '')
await page.screenshot({ path: join(ROOT, 'docs/pictures/letter.png') })
await world.close()
await shootSite(browser, process.argv[2] ?? join(ROOT, 'pictures'))
await browser.close()
await server.close()
await stage.close()
