import { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { previewVerb } from '../../src/cli/preview.ts'
import type { App } from '../../src/cli/wiring/open-app.ts'
import { openStage } from './stage.ts'

let stage: Awaited<ReturnType<typeof openStage>>
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const get = async (path: string, host = 'localhost:4180') => {
  const response = await stage.site.request(path, { headers: { host } })
  return { status: response.status, text: await response.text() }
}

describe('the preview', () => {
  it('shows the next digest from the payloads of both platforms', async () => {
    for (const platform of ['slack', 'discord']) {
      const { status, text } = await get(`/${platform}?scene=digest`)
      expect(status).toBe(200)
      expect(text).toContain('Papers · Monday 5 January')
      expect(text.match(/Abstract/g)).toHaveLength(5)
      expect(text).toContain('8 found · 5 posted · 3 here')
    }
  })

  it('shows at once what another setting would bring', async () => {
    const { text } = await get('/slack?scene=digest&papers=2&exclude=agents')
    expect(text.match(/Abstract/g)).toHaveLength(2)
    expect(text).not.toContain('Patient Librarian')
  })

  it('says beside a setting what is wrong with it, and goes on with the others', async () => {
    const { text } = await get('/?papers=many&layout=thread')
    expect(text).toContain('“many” is not a number from 1 to 20.')
    expect((await get('/discord?papers=many&layout=thread')).status).toBe(200)
  })

  it('shows what a reading group would get', async () => {
    const { text } = await get('/discord?scene=agenda')
    expect(text).toContain('Reading group · Monday 5 January, 10:00')
    expect(text.match(/Another paper/g)).toHaveLength(3)
  })

  it('shows a search and the settings as well', async () => {
    expect((await get('/slack?scene=search&q=memory')).text).toContain('Only visible to you')
    for (const platform of ['slack', 'discord'])
      expect((await get(`/${platform}?scene=settings&upvotes=10`)).text).toMatch(/Upvotes.* ≥ 10/)
  })

  it('stores and sends nothing', async () => {
    await get('/slack?scene=digest')
    const { db } = stage.store
    expect(await db.selectFrom('channels').select('id').execute()).toEqual([])
    expect(await db.selectFrom('deliveries').select('id').execute()).toEqual([])
  })

  it('answers this machine alone, and gives nothing but packages away', async () => {
    expect((await get('/', 'evil.example')).status).toBe(403)
    expect((await get('/modules/lit/index.js')).status).toBe(200)
    expect((await get('/modules/..%2f..%2fpackage.json')).status).toBe(404)
  })
})

it('says what it lacks where only what runs the bot is installed', async () => {
  const missing = 'a-package-that-is-not-installed'
  const program = new Command()
  previewVerb([{ platform: 'slack', label: 'Slack', drawer: () => import(missing) }])(program, async (work) => {
    await work({} as App)
  })
  await expect(program.parseAsync(['preview', '--port', '0'], { from: 'user' })).rejects.toThrow(
    'run `npm ci` in a clone',
  )
})
