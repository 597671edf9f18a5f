import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { openWorld, type Size } from './site-world.ts'

const LOOKS = {
  desktop: { width: 1280, colorScheme: 'light' },
  phone: { width: 390, colorScheme: 'light' },
  dark: { width: 1280, colorScheme: 'dark' },
} as const
const SIZES: Size[] = ['empty', 'few', 'many']

/** Every page of the site, as it is with nothing, little and much to show. */
export async function shootSite(browser: Browser, folder: string): Promise<void> {
  for (const size of SIZES) {
    const world = await openWorld(size)
    const letters = await world.writeLetters()
    for (const [look, { width, colorScheme }] of Object.entries(LOOKS)) {
      const context = await browser.newContext({ viewport: { width, height: 400 }, colorScheme })
      const page = await context.newPage()
      const keep = (name: string) =>
        page.screenshot({ path: join(folder, `web-${look}`, `${name}-${size}.png`), fullPage: true })
      const shoot = async (name: string, path: string) => {
        await page.goto(world.url + path, { waitUntil: 'networkidle' })
        await keep(name)
      }
      // Before any page: its policy would forbid the styles of a letter.
      for (const [name, letter] of Object.entries(letters)) {
        await page.setContent(letter)
        await keep(name)
      }
      if (size === 'few') {
        await shoot('closed', '/archive')
        await shoot('email', '/email')
      }
      await context.addCookies([{ name: 'paperboy_archive', value: world.cookie, url: `${world.url}/archive` }])
      for (const [name, path] of Object.entries(world.pages)) await shoot(name, path)
      await context.close()
    }
    await world.close()
  }
}
