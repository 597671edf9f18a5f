import { afterEach, describe, expect, it } from 'vitest'
import { SCOPES } from '../../../adapters/slack/manifest.ts'
import { listChannels } from '../../../src/channels/channels.ts'
import { subscribeListed } from '../../../src/cli/wiring/start-platforms.ts'
import { createHandlers } from '../../../src/commands/handlers.ts'
import { openSlackBot } from '../../fakes/slack/bot.ts'
import { openFakeSlack } from '../../fakes/slack/server.ts'
import { createWorkspace } from '../../fakes/slack/workspace.ts'
import { aSighting } from '../../fixtures/papers.ts'

const today = new Date().toISOString().slice(0, 10)
let bot: Awaited<ReturnType<typeof openSlackBot>> | null = null
afterEach(() => bot?.close())

describe('a permission that was not granted', () => {
  // Granted before an upgrade that asks for one more.
  it.each(Object.keys(SCOPES).filter((scope) => scope !== 'chat:write' && scope !== 'commands'))(
    'costs its own use and never the bot: %s',
    async (missing) => {
      const { scopes } = createWorkspace()
      scopes.delete(missing)
      bot = await openSlackBot({}, { slack: await openFakeSlack({ scopes }) })
      const { adapter, source, store } = bot
      const connections = bot.connections.map((setup) => ({ ...setup, listed: ['papers'] }))
      await subscribeListed({ ...bot, connections })
      expect((await listChannels(store.db)).map(({ state }) => state)).toEqual(['active'])
      source.sightings.push(aSighting('2603.00001', today))
      await bot.at(`${today}T12:00:00Z`)
      expect(bot.post('Paper 2603.00001').channel).toBe('C1')
      expect(await bot.answerTo(() => bot?.command('saved') ?? Promise.resolve())).toContain(
        'You have saved nothing yet',
      )
      const asked = { channel: 'slack:T1/C1', person: 'slack:T1/U2' } as const
      await createHandlers(bot, { wake() {} })
        .onCommand({ ...asked, text: 'cite 2603.00001' })
        .catch(() => {})
      await bot.send()
      expect((await listChannels(store.db)).map(({ state }) => state)).toEqual(['active'])
      const found = await adapter.examine([])
      expect(found.filter(({ state }) => state !== 'fine')).toEqual([
        {
          state: 'odd',
          what: expect.stringContaining(`the permission ${missing} is missing (${SCOPES[missing]})`),
          remedy: expect.stringContaining('reinstall the app'),
        },
      ])
    },
  )
})
