import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { freePort } from '../fakes/listen.ts'
import { startFakeSmtp } from '../fakes/smtp.ts'
import { until } from '../wait.ts'
import { type Running, runProgram, startProgram } from './run.ts'

let huggingFace: FakeServer
let smtp: Awaited<ReturnType<typeof startFakeSmtp>>
let running: Running | undefined
beforeEach(async () => {
  huggingFace = await startFakeHuggingFace({ days: {} })
  smtp = await startFakeSmtp()
})
afterEach(async () => {
  running?.child.kill('SIGTERM')
  await running?.exit
  await smtp.close()
  await huggingFace.close()
})

const SLACK = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'x', SLACK_SIGNING_SECRET: 'y' }
const PAPERBOY_SECRET = 'a secret of some length'

it.each(['/', '/papers/'])(
  'is written with a slash at its end (%s), and every link works',
  async (path) => {
    const port = await freePort()
    const site = `http://127.0.0.1:${port}${path}`
    const PAPERBOY_URL = site.slice(0, -1)
    running = startProgram(['start'], {
      env: {
        ...SLACK,
        PAPERBOY_SECRET,
        PORT: String(port),
        PAPERBOY_URL: site,
        HF_URL: huggingFace.url,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'Paperboy <papers@bücher.example>',
        SLACK_API_URL: 'http://127.0.0.1:9/api/',
      },
    })
    await running.says('Times are in UTC')
    const post = (url: string, form = {}) => fetch(url, { method: 'POST', body: new URLSearchParams(form) })
    running.child.stdin?.write('/papers email ada@bücher.example\n')
    await until(async () => smtp.letters.length === 1)
    const { to, raw = '' } = smtp.letters[0] ?? {}
    expect(to).toEqual(['ada@bücher.example'])
    expect((await post(`${site}email`, { address: 'ada@xn--bcher-kva.example', rhythm: 'daily' })).status).toBe(200)
    expect(raw).toMatch(/^Message-ID: <\S+@xn--bcher-kva.example>/m)
    const whole = raw.replaceAll('=\r\n', '').replaceAll('=3D', '=')
    const confirm = /http[^"\s]+\/email\/confirm\?t=[\w.-]+/.exec(whole)?.[0] ?? ''
    const unsubscribe = /List-Unsubscribe:\s+<(.*?)>/.exec(whole)?.[1] ?? ''
    for (const link of [confirm, unsubscribe]) {
      expect(link).toMatch(new RegExp(`^${PAPERBOY_URL}/email/`))
      expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).status).toBe(200)
    }
    const forged = await post(`${site}email/confirm?t=x`)
    const form = /<form[^>]* method="post" action="(.*?)">/.exec(await forged.text())?.[1] ?? ''
    expect(new URL(form, `${site}email/confirm?t=x`).href).toBe(`${site}email`)

    const install = await fetch(`${site}slack/install`, { redirect: 'manual' })
    const back = new URL(install.headers.get('location') ?? '').searchParams.get('redirect_uri')
    expect(back).toBe(`${PAPERBOY_URL}/slack/oauth_redirect`)
    expect(install.headers.get('set-cookie')).toContain(`; Path=${path.replace(/(.)\/$/, '$1')};`)
    const refused = await fetch(`${back}?state=x`)
    expect(await refused.text()).toContain(`<a href="${PAPERBOY_URL}/slack/install">`)
  },
  60_000,
)

it('stands in the manifest for Slack', async () => {
  const env = { ...SLACK, PAPERBOY_SECRET, PORT: '3000', PAPERBOY_URL: 'https://lab.example/papers/' }
  const { oauth_config } = JSON.parse((await runProgram(['manifest', 'slack'], { env })).stdout)
  expect(oauth_config.redirect_urls).toEqual(['https://lab.example/papers/slack/oauth_redirect'])
  const given = await runProgram(['manifest', 'slack', '--url', 'https://lab.example/papers/'], { env })
  const { settings } = JSON.parse(given.stdout)
  expect(settings.interactivity.request_url).toBe('https://lab.example/papers/slack/events')
  const wrong = await runProgram(['manifest', 'slack', '--url', 'lab.example'])
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('It must be an http:// or https:// address.')])
})
