import axe from 'axe-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHANNEL } from '../../fakes/day.ts'
import { CHROMIUM, openBrowser } from '../../preview/browser.ts'
import { deadline } from '../../wait.ts'
import { KINDS, openShelf, READER } from './shelf.ts'

describe.skipIf(CHROMIUM === null)('the archive in a browser (skipped where there is no Chromium)', () => {
  let shelf: Awaited<ReturnType<typeof openShelf>>
  let browser: Browser
  beforeAll(async () => {
    shelf = await openShelf()
    browser = await openBrowser(CHROMIUM ?? '')
  })
  afterAll(async () => {
    await browser?.close()
    await shelf?.close()
  })

  const enter = async (context: BrowserContext) => {
    const page = await context.newPage()
    const link = new URL(shelf.links.open(CHANNEL, READER))
    await page.goto(`http://127.0.0.1:${shelf.port}${link.pathname}${link.search}`)
    expect(page.url()).toBe(`http://127.0.0.1:${shelf.port}/archive`)
    return page
  }

  it(
    'can be read by everybody: axe finds nothing in light or dark, and nothing sticks out on a phone',
    async () => {
      // axe is a script, which the pages themselves would not run.
      const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height: 800 } })
      const page = await enter(context)
      for (const path of KINDS) {
        await page.goto(`http://127.0.0.1:${shelf.port}${path}`)
        await page.evaluate(axe.source)
        await page.emulateMedia({ colorScheme: 'light' })
        const light = await page.evaluate<string[]>(violations())
        await page.emulateMedia({ colorScheme: 'dark' })
        const dark = await page.evaluate<string[]>(violations(['color-contrast']))
        const overflow = await page.evaluate(OVERFLOW)
        expect({ path, light, dark, overflow }).toEqual({ path, light: [], dark: [], overflow: 0 })
      }
      await context.close()
    },
    deadline(120_000),
  )

  it('works without JavaScript, and complains of nothing', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await enter(context)
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.getByRole('searchbox').fill('memory')
    await page.getByRole('button', { name: 'Find' }).click()
    await page.getByRole('link', { name: 'Memory for agents' }).click()
    await page.getByRole('heading', { level: 1, name: 'Memory for agents' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })
})

// Run in the page. Texts, since nothing here may know the browser’s globals.
const violations = (
  rules?: string[],
) => `axe.run(${JSON.stringify(rules ? { runOnly: rules } : {})}).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 80))))`
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
