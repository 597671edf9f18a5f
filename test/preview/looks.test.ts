import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWebServer, type WebServer } from '../../src/web/server.ts'
import { CHROMIUM, openBrowser } from './browser.ts'
import { openStage } from './stage.ts'

const WIDTHS = { wide: 680, phone: 390 }
type Faults = { overflow: number; cut: string[]; dead: string[] }
const SCENES = ['digest', 'search', 'agenda', 'settings']

describe.skipIf(CHROMIUM === null)('what people see (skipped where there is no Chromium)', () => {
  let stage: Awaited<ReturnType<typeof openStage>>
  let server: WebServer
  let browser: Browser
  beforeAll(async () => {
    stage = await openStage()
    server = await openWebServer(0, stage.site, '127.0.0.1')
    browser = await openBrowser(CHROMIUM ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await stage?.close()
  })

  for (const platform of ['slack', 'discord'])
    for (const [name, width] of Object.entries(WIDTHS))
      it(`fits on ${platform}, ${name}: nothing overflows, nothing is cut, every link leads somewhere`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 900 } })
        for (const scene of SCENES) {
          await page.goto(`http://127.0.0.1:${server.port}/${platform}?scene=${scene}&theme=dark`, {
            waitUntil: 'load',
          })
          expect({ scene, ...(await page.evaluate<Faults>(FAULTS)) }).toEqual({ scene, overflow: 0, cut: [], dead: [] })
          if (scene === 'digest') expect(await page.getByRole('link', { name: 'Origami Caches' }).count()).toBe(1)
        }
        await page.close()
      })

  it('shows the preview itself on a phone and on a desktop, with dark posts in the dark, and no space after a highlight', async () => {
    for (const [width, columns] of [
      [390, 1],
      [1280, 2],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: 'dark' })
      await page.goto(`http://127.0.0.1:${server.port}/?scene=search&q=gradients`, { waitUntil: 'load' })
      expect((await page.evaluate<Faults>(FAULTS)).overflow).toBe(0)
      const tops = await Promise.all(
        (await page.locator('iframe').all()).map(async (frame) => (await frame.boundingBox())?.y),
      )
      expect(new Set(tops).size).toBe(3 - columns)
      for (const platform of ['Slack', 'Discord']) {
        const frame = page.frameLocator(`iframe[title="${platform.toLowerCase()}"]`)
        expect(await frame.locator('body').getAttribute('class')).toBe('dark')
        expect(await frame.locator('main').innerText()).toContain('Lighthouse Gradients: Training')
      }
      await page.close()
    }
  })
})

/** Runs in the page: what sticks out, what is cut off, what leads nowhere. A text, since nothing here may know the browser’s globals. */
const FAULTS = `(() => {
  const root = document.documentElement
  const isCut = (element) =>
    /hidden|clip/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1
  const seen = (element) => element.outerHTML.slice(0, 80)
  return {
    overflow: root.scrollWidth - root.clientWidth,
    cut: [...document.querySelectorAll('main *')].filter(isCut).map(seen),
    dead: [...document.querySelectorAll('a')].filter(({ href }) => !/^https?:/.test(href)).map(seen),
  }
})()`
