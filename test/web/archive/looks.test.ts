import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, openBrowser } from '../../preview/browser.ts'
import { openWorld } from '../../preview/site-world.ts'
import { deadline } from '../../wait.ts'

describe.skipIf(CHROMIUM === null)('the site in a browser (skipped where there is no Chromium)', () => {
  let world: Awaited<ReturnType<typeof openWorld>>
  let browser: Browser
  beforeAll(async () => {
    world = await openWorld('few')
    browser = await openBrowser(CHROMIUM ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await world?.close()
  })

  const enter = async (page: Page) => {
    await page.goto(`${world.url}/archive?t=${world.cookie}`)
    expect(page.url()).toBe(`${world.url}/archive`)
  }

  it(
    'can be read by everybody: axe finds nothing in light or dark, and nothing sticks out on a phone or in large text',
    async () => {
      // axe is a script, which the pages themselves would not run.
      const context = await browser.newContext({ bypassCSP: true })
      const page = await context.newPage()
      const check = async (what: string, left: string[] = []) => {
        await page.setViewportSize({ width: 320, height: 800 })
        await page.evaluate(axe.source)
        await page.emulateMedia({ colorScheme: 'light' })
        const light = await page.evaluate<string[]>(violations(left))
        await page.emulateMedia({ colorScheme: 'dark' })
        const dark = await page.evaluate<string[]>(violations([], ['color-contrast']))
        const overflow = [await page.evaluate(OVERFLOW)]
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 800 })
          overflow.push(await page.evaluate(OVERFLOW), await page.evaluate(TWICE_AS_LARGE))
        }
        expect({ what, light, dark, overflow }).toEqual({ what, light: [], dark: [], overflow: [0, 0, 0, 0, 0] })
      }
      for (const [name, letter] of Object.entries(await world.writeLetters())) {
        await page.setContent(letter)
        // A mail program shows it inside a page of its own.
        await check(name, ['landmark-one-main', 'region'])
      }
      const closed = ['/archive', ...world.mailPages]
      for (const path of closed) {
        await page.goto(world.url + path)
        await check(path)
      }
      await enter(page)
      for (const path of Object.values(world.pages)) {
        await page.goto(world.url + path)
        await check(path)
      }
      await context.close()
    },
    deadline(120_000),
  )

  it('works without JavaScript, and complains of nothing', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await enter(page)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.getByRole('searchbox').fill('memory')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('link', { name: 'Newest first' }).click()
    await page.getByRole('link', { name: /Origami Caches/ }).click()
    await page.getByRole('heading', { level: 1, name: /Origami Caches/ }).waitFor()
    await page.getByRole('link', { name: 'Paperboy' }).click()
    await page.getByLabel('Go to').fill('2026-01-09')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.getByRole('heading', { level: 1, name: 'Friday 9 January 2026' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })
})

// Run in the page. Texts, since nothing here may know the browser’s globals.
const violations = (left: string[], only?: string[]) => `axe.run(${JSON.stringify(only ? { runOnly: only } : {})})
  .then(({ violations }) => violations.filter(({ id }) => !${JSON.stringify(left)}.includes(id))
  .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 80))))`
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
const TWICE_AS_LARGE = `(() => {
  document.documentElement.style.fontSize = '200%'
  const overflow = ${OVERFLOW}
  document.documentElement.style.fontSize = ''
  return overflow
})()`
