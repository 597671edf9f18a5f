import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, GUILD, PAPERS, READER } from '../adapters/discord/adapted.ts'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/server.ts'
import { TOKEN } from '../fakes/discord/state.ts'
import { missingPostgres, startPostgres, type TestPostgres } from '../postgres.ts'
import { deadline } from '../wait.ts'
import { type Running, startProgram } from './run.ts'

describe.skipIf(missingPostgres !== null)(
  `several processes on Discord${missingPostgres ? ` (skipped: ${missingPostgres})` : ''}`,
  () => {
    let discord: FakeDiscord
    let postgres: TestPostgres
    let running: Running[]

    beforeEach(async () => {
      running = []
      discord = await startFakeDiscord()
      discord.state.addGuild(GUILD)
      discord.state.addChannel(PAPERS, GUILD)
      discord.state.members.set(`${GUILD}/${READER}`, { roles: [] })
      postgres = await startPostgres()
    })
    afterEach(async () => {
      for (const { child } of running) child.kill('SIGKILL')
      await Promise.all(running.map(({ exit }) => exit))
      await postgres.close()
      await discord.close()
    })

    it(
      'answer a command once, and go on when the one that listened is killed',
      async () => {
        const env = {
          DATABASE_URL: await postgres.createDatabase(),
          DISCORD_TOKEN: TOKEN,
          DISCORD_API_URL: discord.apiUrl,
          PAPERBOY_ROLES: 'listen',
        }
        const sessions = (count: number) => expect.poll(() => discord.gateway.identifies).toBe(count)
        running.push(startProgram(['start'], { env }))
        await sessions(1)
        running.push(startProgram(['start'], { env }))
        // The first one asked twice; now the second one knows of the shard, too.
        const asked = () => discord.requests.filter(({ path }) => path === '/gateway/bot').length
        await expect.poll(asked).toBeGreaterThan(2)
        const seen = await ask(discord, 'help')
        expect(seen.texts.join('\n')).toContain('/papers')
        expect(discord.requests.filter(({ path }) => path.endsWith('/callback'))).toHaveLength(1)
        running[0]?.child.kill('SIGKILL')
        await sessions(2)
        expect((await ask(discord, 'help')).texts.join('\n')).toContain('/papers')
      },
      deadline(90_000),
    )
  },
)
