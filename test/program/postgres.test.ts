import { afterEach, describe, expect, it } from 'vitest'
import { openStore } from '../../src/db/open.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { openFakeSlack } from '../fakes/slack/server.ts'
import { items } from '../fixtures/huggingface.ts'
import { missingPostgres, startPostgres } from '../postgres.ts'
import { deadline } from '../wait.ts'
import { startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

describe.skipIf(missingPostgres !== null)('a digest on PostgreSQL', () => {
  it('goes on where it was when the server restarts: nothing is lost, and nothing is posted twice', async () => {
    const submittedOnDailyAt = `${today}T01:00:00Z`
    const huggingFace = await startFakeHuggingFace({ days: { [today]: items(8, { paper: { submittedOnDailyAt } }) } })
    const slack = await openFakeSlack()
    const server = await startPostgres()
    closing.push(huggingFace.close, slack.close, server.close)
    const url = await server.createDatabase()
    const { posts, botToken, appToken } = slack.workspace
    const running = startProgram(['start'], {
      closed: true,
      env: {
        DATABASE_URL: url,
        HF_URL: huggingFace.url,
        SLACK_BOT_TOKEN: botToken,
        SLACK_APP_TOKEN: appToken,
        SLACK_API_URL: slack.url,
        SLACK_CHANNELS: 'papers',
      },
    })
    closing.push(() => running.child.kill('SIGKILL'))
    await expect.poll(() => posts.length, { timeout: deadline(30_000) }).toBeGreaterThan(1)
    await server.stop()
    const before = posts.length
    await expect.poll(running.stderr, { timeout: deadline(30_000) }).toContain('waiting for the database')
    await server.start()
    const store = await openStore(url)
    closing.push(store.close)
    const owed = () => store.db.selectFrom('deliveries').select('id').where('state', '!=', 'sent').execute()
    await expect.poll(owed, { timeout: deadline(60_000) }).toEqual([])
    const sent = await store.db.selectFrom('deliveries').select('id').execute()
    expect(sent.length).toBeGreaterThan(before)
    expect(posts).toHaveLength(sent.length)
    expect(new Set(posts.map(({ metadata }) => JSON.stringify(metadata))).size).toBe(sent.length)
    expect(running.child.exitCode).toBe(null)
  })
})
