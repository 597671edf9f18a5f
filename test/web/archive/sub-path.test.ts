import { expect, it } from 'vitest'
import { CHANNEL } from '../../fakes/day.ts'
import { openShelf, PAGES, READER } from './shelf.ts'

it.each(['/papers', '/b%C3%BCro'])(
  'stands below a path (%s), whether the proxy before it leaves that in the address or takes it off',
  async (base) => {
    const shelf = await openShelf({}, `https://lab.example${base}`)
    const link = new URL(shelf.links.open(CHANNEL, READER))
    expect(link.pathname).toBe(`${base}/archive`)
    for (const seen of [base, '']) {
      const entered = await shelf.ask(`${seen}/archive/2026-03${link.search}&page=1`)
      expect([entered.status, entered.headers.get('location')]).toEqual([303, `${base}/archive/2026-03?page=1`])
      expect(entered.headers.get('set-cookie')).toContain(`Path=${base}/archive; HttpOnly; Secure; SameSite=Lax`)
      for (const path of [...PAGES, '/archive/no/such']) {
        const { text } = await shelf.visit(seen + path)
        expect(text).toContain('<h1>')
        const inside = [...text.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map(([, address = '']) => address)
        expect(inside.filter((address) => !/^\/(archive|assets\/)/.test(address.slice(base.length)))).toEqual([])
        const style = inside.find((address) => address.endsWith('.css')) ?? ''
        expect((await shelf.ask(style.replace(base, seen))).status).toBe(200)
      }
      expect((await shelf.ask((await shelf.feed('posts.atom')).replace(base, seen))).status).toBe(200)
      expect((await shelf.ask(`${seen}/healthz`)).status).toBe(200)
    }
    expect((await shelf.ask(`${base}archive`)).status).toBe(404)
    await shelf.close()
  },
)
