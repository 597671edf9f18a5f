import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/cli/settings/config.ts'
import { createLog, inRun } from '../../src/core/log.ts'
import { platforms } from '../../src/main.ts'

/** A log, and what was written to it. */
function openLog(secrets: string[] = []) {
  const lines: string[] = []
  const log = createLog(
    'info',
    secrets,
    new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
  )
  return { log, written: () => lines.join('') }
}

describe('a line of the log', () => {
  it.each([
    ['a Slack token', 'xoxb-1234567890-abcdefgh'],
    ['a Slack app token', 'xapp-1-A123-456-abcdef'],
    ['a response URL', 'https://hooks.slack.com/commands/T1/123/abcdef'],
    ['an OpenAI key', 'sk-proj-abcdefgh12345678'],
    ['a Hugging Face token', 'hf_abcdefghijklmnop'],
    ['a Discord token', 'Bot MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.abcdefghijklmnopqrstuvwxyz0123456789ab'],
    ['an interaction’s answer', 'https://discord.com/api/webhooks/123456/aW50ZXJhY3Rpb246MTIz'],
    ['a bearer token', 'Authorization: Bearer abc.def.ghi'],
    ['a database password', 'postgres://paperboy:s3cr3t@db/paperboy'],
  ])('never shows %s, wherever it stands', (_, text) => {
    const { log, written } = openLog()
    const secret = text.replace(/^.*(Bot |Bearer |paperboy:|webhooks\/123456\/)/, '').replace(/@.*/, '')
    log.warn({ err: new Error(`refused: ${text}`), request: { headers: [text], [text]: 1 } }, `asked ${text}`)
    expect(written()).not.toContain(secret)
    expect(written().match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(4)
    expect(JSON.parse(written())).toMatchObject({ level: 'warn' })
  })

  it('never shows a secret of the settings, whatever it looks like', () => {
    const environment = {
      DATABASE_URL: 'postgres://paperboy:p%22ss%2Fword@db/paperboy',
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'plain words',
      PORT: '0',
      SMTP_URL: 'smtp://me:hush-hush@mail.example.org',
      MAIL_FROM: 'papers@example.org',
      PAPERBOY_URL: 'https://papers.example.org',
      PAPERBOY_SECRET: 'a "quoted" \\ secret',
      HEARTBEAT_URL: 'https://hc-ping.com/0b5ce6ff',
    }
    const { log, written } = openLog(readConfig(platforms, environment, '/nowhere').secrets)
    const shown = ['p%22ss%2Fword', 'p"ss/word', 'plain words', 'hush-hush', 'a "quoted" \\ secret', '0b5ce6ff']
    log.info({ shown: [...shown, environment.HEARTBEAT_URL] }, `${environment.SMTP_URL} ${environment.DATABASE_URL}`)
    for (const secret of shown.slice(0, 5)) expect(written()).not.toContain(JSON.stringify(secret).slice(1, -1))
    expect(written()).not.toContain('https://hc-ping.com/')
  })

  it('says to which piece of work it belongs', async () => {
    const { log, written } = openLog()
    await inRun(1_774_940_400_000, async () => {
      await Promise.resolve()
      log.info('inside')
    })
    log.info('outside')
    const [inside, outside] = written()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(inside).toMatchObject({ run: 'mne9ops0', msg: 'inside' })
    expect(outside).not.toHaveProperty('run')
  })
})
