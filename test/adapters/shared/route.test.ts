import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { createRoute } from '../../../adapters/shared/network/route.ts'
import type { ChatHandlers } from '../../../src/core/chat.ts'
import { listen } from '../../fakes/listen.ts'
import { silentHandlers } from '../silent.ts'

it('answers what has the right shape and secret once it has started, and apologizes for what fails', async () => {
  let core: ChatHandlers | null = null
  const route = createRoute({
    shape: z.object({ secret: z.string(), text: z.string() }),
    isGenuine: ({ secret }, body, headers) => secret === 'right' && body !== '' && headers.host !== undefined,
    core: () => core,
    async answer({ text }) {
      if (text === 'fail') throw new Error('The search is being repaired.')
      return { heard: text }
    },
    apologize: ({ note }) => ({ note }),
  })
  const { url, close } = await listen(createServer((request, response) => void route(request, response)))
  const post = async (body: object | string) => {
    const response = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) })
    return response.ok ? response.json() : response.status
  }
  const asked = { secret: 'right', text: 'agents' }
  expect(await post(asked)).toBe(503)
  core = silentHandlers
  expect(await post(asked)).toEqual({ heard: 'agents' })
  expect(await post({ ...asked, text: 'fail' })).toEqual({ note: 'The search is being repaired.' })
  expect([await post({ ...asked, secret: 'wrong' }), await post('{'), await post({})]).toEqual([401, 400, 400])
  expect(await post({ ...asked, text: 'x'.repeat(1_100_000) }).catch(() => 400)).toBe(400)
  await close()
})
