import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { freePort } from '../fakes/listen.ts'
import { startFakeSmtp } from '../fakes/smtp.ts'
import { items } from '../fixtures/huggingface.ts'
import { type Running, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
/** Changes nothing on the screen, and ends every answer. */
const MARK = '999'

const once = (said: string) => new RegExp(`^(?:(?!${said})[^])*${said}(?:(?!${said})[^])*$`)

/** What a newcomer types, in this order, and what has to be in the answer. */
const WALK: [line: string, answer: RegExp][] = [
  ['?', /1 opens a paper · why 1 · cite 1/],
  ['help', /saved +your list/],
  ['', /6\. A Paper Called 2603\.00006[\s\S]*7 found · 5 posted/],
  ['1', /Abstract[\s\S]*2603\.00001[\s\S]*Agents forget\.[\s\S]*Type: similar · why · save · cite/],
  ['similar', /Similar[\s\S]* 1\. A Paper Called/],
  ['/papers', /Papers · \w+ \d+ \w+ \d{4}[\s\S]* 7\. A Paper Called/],
  ['why 2', /posted, 2nd of 7 by upvotes/],
  ['cite 3', /@misc\{[\s\S]*eprint = \{2603\.00003\}/],
  ['save 2', /Saved: “A Paper Called 2603\.00002”\./],
  ['saved', /Saved by you: 1[\s\S]* 1\. A Paper Called 2603\.00002/],
  ['cite', /@misc\{[\s\S]*2603\.00002/],
  ['memory', /“memory”: 7 of 7 papers[\s\S]*2 more · Enter/],
  ['', /· 6–7[\s\S]* 7\. A Paper/],
  ['7', /Abstract[\s\S]*A Paper Called/],
  ['author:example memory', /7 of 7 papers/],
  ['quokkas', /0 of 7 papers[\s\S]*search hugging face/],
  ['search hugging face', /Hugging Face/],
  ['https://huggingface.co/papers/2603.00004', /Abstract[\s\S]*A Paper Called 2603\.00004/],
  ['2603.00003', /Abstract[\s\S]*A Paper Called 2603\.00003/],
  ['https://arxiv.org/abs/1706.03762', /could not be re/],
  ['hlep', /Did you mean `help`\?/],
  ['today', /Papers · \w+ \d+ \w+ \d{4}/],
  ['top', /for teams on a chat platform/],
  ['follow memory', /for teams on a chat platform/],
  ['settings', /Papers a day +5 \(default\)/],
  ['settings papers 3', /Papers a day 3 \(was 5\)/],
  ['settings', /Type: when · what/],
  ['when', /settings time 09:00/],
  ['pause', once('Paused:')],
  ['resume', /Resumed\. Next post/],
  ['web', /The archive is off/],
  ['privacy', /Who sees what/],
]

describe('a newcomer at the terminal', () => {
  let huggingFace: FakeServer
  let bot: Running
  beforeAll(async () => {
    huggingFace = await startFakeHuggingFace({ days: { [today]: items(7) } })
    const env = { HF_URL: huggingFace.url, ARXIV_URL: 'http://127.0.0.1:1' }
    bot = startProgram(['start'], { env })
    await bot.says('? for help')
  })
  afterAll(async () => {
    bot.child.kill('SIGKILL')
    await huggingFace.close()
  })

  it('sees five papers first, how many more there are, and what to type', () => {
    expect(bot.stdout().match(/^ {2}\d\. A Paper Called/gm)).toHaveLength(5)
    expect(bot.stdout()).toContain('2 more · Enter')
    expect(bot.stdout()).toContain('Type words to search, 1 to open the first paper, ? for help.')
    expect(bot.stdout()).not.toMatch(/👍|\/papers |\[\d+m/)
  })

  it.each(WALK)('gets an answer to “%s”', async (line, answer) => {
    const before = bot.stdout().length
    bot.child.stdin?.write(`${line}\n${MARK}\n`)
    await bot.says(new RegExp(`[\\s\\S]{${before}}[\\s\\S]*There is no paper ${MARK}`))
    expect(bot.stdout().slice(before)).toMatch(answer)
  })

  it('leaves with quit', async () => {
    bot.child.stdin?.write('quit\n')
    expect(await bot.exit).toBe(0)
  })
})

describe('the terminal', () => {
  it('answers from the sample without a network, and says that its papers are invented', async () => {
    const bot = startProgram(['start'], { env: { HF_URL: 'http://127.0.0.1:1' } })
    await bot.says('? for help')
    expect(bot.stdout()).toContain('a sample of invented papers')
    bot.child.stdin?.write('video physics\n1\nquit\n')
    await bot.says('Abstract')
    expect(bot.stdout()).toMatch(/“video physics”: 1 of 8 papers[\s\S]*Abstract\n\nTidePool/)
    expect(await bot.exit).toBe(0)
  })

  it('stays a place of its own with mail set up, where links to the archive work', async () => {
    const [huggingFace, smtp, port] = [
      await startFakeHuggingFace({ days: { [today]: items(7) } }),
      await startFakeSmtp(),
      await freePort(),
    ]
    const bot = startProgram(['start'], {
      env: {
        HF_URL: huggingFace.url,
        SMTP_URL: smtp.url,
        MAIL_FROM: 'papers@example.org',
        PORT: String(port),
        PAPERBOY_WEB: 'on',
        PAPERBOY_URL: `http://127.0.0.1:${port}`,
        PAPERBOY_SECRET: 'a secret of sixteen characters',
      },
    })
    await bot.says('? for help')
    bot.child.stdin?.write('web\n')
    await bot.says('Open the archive: ')
    const [, link = ''] = /Open the archive: (\S+)/.exec(bot.stdout()) ?? []
    const entered = await fetch(link, { redirect: 'manual' })
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await fetch(new URL(entered.headers.get('location') ?? '', link), { headers: { cookie } })
    expect({ entered: entered.status, page: page.status }).toEqual({ entered: 303, page: 200 })
    expect(await page.text()).toContain('A Paper Called 2603.00001')
    bot.child.stdin?.write('quit\n')
    expect(await bot.exit).toBe(0)
    await Promise.all([huggingFace.close(), smtp.close()])
  })
})
