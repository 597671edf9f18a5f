import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, type Running, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
let huggingFace: FakeServer
let running: Running | undefined
beforeEach(async () => {
  huggingFace = await startFakeHuggingFace({ days: { [today]: items(7) } })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await huggingFace.close()
})

function start(cwd = freshFolder(), env: Record<string, string> = {}): Running {
  running = startProgram(['start'], { cwd, env: { HF_URL: huggingFace.url, ...env } })
  return running
}

const stop = async ({ child, exit }: Running): Promise<number | null> => {
  child.kill('SIGTERM')
  return exit
}

describe('npm start', () => {
  it('posts today’s papers to the terminal with no settings at all, says when it posts next, and ends on SIGTERM', async () => {
    const bot = start()
    await bot.says(/Next post: \w{3} 09:00/)
    expect(bot.stdout()).toContain('7 papers · top 5 by Hugging Face upvotes')
    expect(bot.stdout().match(/34 upvotes/g)).toHaveLength(5)
    expect(await stop(bot)).toBe(0)
  })

  it('posts in UTC where TZ is empty, and says so', async () => {
    const bot = start(freshFolder(), { TZ: '' })
    await bot.says('Times are in UTC')
    expect(bot.stdout()).toContain('7 papers · top 5')
  })

  it('answers commands typed at its prompt, and stays when the input ends', async () => {
    const bot = start()
    await bot.says('Next post')
    bot.child.stdin?.end('/papers memory\n\n/papers why 2603.00001\n')
    await bot.says('“memory”: 7 of 7 papers')
    await bot.says('2 more · Enter')
    await bot.says('· 6–7')
    await bot.says('posted, 1st of 7 by upvotes (34)')
    expect(bot.child.exitCode).toBeNull()
    expect(await stop(bot)).toBe(0)
  })

  it('shows the latest post again on a restart, without posting it again', async () => {
    const cwd = freshFolder()
    const first = start(cwd)
    await first.says('Next post')
    await stop(first)
    const second = start(cwd)
    await second.says('Next post')
    expect(second.stdout().match(/top 5 by Hugging Face upvotes/g)).toHaveLength(1)
  })

  it.each(['timer', 'promise'])(
    'finishes what it is sending and ends with 1 when something fails in a %s that nobody waits for',
    async (where) => {
      const entry = join(import.meta.dirname, 'failing-process.ts')
      running = startProgram([where], { env: { HF_URL: huggingFace.url }, entry })
      expect(await running.exit).toBe(1)
      expect(running.stderr()).toContain('an error that nobody caught')
      expect(running.stderr()).toContain('a throw in passing')
      expect(running.stdout().match(/^sent \d+$/gm)).toEqual(['sent 1'])
    },
    30_000,
  )

  it('says so in one line without a network, shows invented papers, and posts the real ones when it can', async () => {
    const cwd = freshFolder()
    const offline = start(cwd, { HF_URL: 'http://127.0.0.1:1' })
    await offline.says('invented papers', 15_000)
    expect(offline.stdout()).toMatch(/^Hugging Face could not be reached.*tries again every few minutes/s)
    await stop(offline)
    const online = start(cwd)
    await online.says('7 papers · top 5')
  })
})
