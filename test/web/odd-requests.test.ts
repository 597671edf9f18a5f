import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createSlackAdapter } from '../../adapters/slack/index.ts'
import { createInstallations } from '../../src/access/installations.ts'
import { createLetterLinks } from '../../src/access/reader-links.ts'
import { createSealer } from '../../src/access/sealed-secrets.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import type { Store } from '../../src/db/open.ts'
import { CHANNEL } from '../fakes/day.ts'
import { keptTexts } from '../fakes/kept.ts'
import { openScratch } from '../fakes/scratch.ts'
import { deadline } from '../wait.ts'
import { cookieFor, openShelf, READER } from './archive/shelf.ts'

const signer = createSigner('a secret of some length')
const forever = (purpose: string, subject: string) => signer.sign(purpose, subject, null)
const lines: { level: string; err?: { stack?: string } }[] = []

let shelf: Awaited<ReturnType<typeof openShelf>>
let installs: Store
beforeAll(async () => {
  const log = pino(
    { level: 'info', formatters: { level: (level) => ({ level }) } },
    { write: (line: string) => lines.push(JSON.parse(line)) },
  )
  installs = await openScratch()
  const installations = createInstallations(installs, createSealer('a secret of some length'))
  const oauth = { clientId: '1.2', clientSecret: 'x', url: 'https://papers.example', installations }
  const apiUrl = 'http://127.0.0.1:9/api/'
  const slack = createSlackAdapter({
    kept: keptTexts(),
    botToken: null,
    appToken: null,
    signingSecret: 'x',
    oauth,
    apiUrl,
    log,
  })
  const setup = { ...slack, listed: [], examine: async () => [] }
  const letters = createLetterLinks(
    signer,
    'https://papers.example',
    Date.now,
    (address) => `email:${address}` as const,
  )
  shelf = await openShelf({ log, letters, connections: [setup] })
})
afterAll(async () => {
  await shelf.close()
  await installs.close()
})
// What a library writes by itself is no line of the log either.
const written = vi.spyOn(console, 'error')
beforeEach(() => {
  lines.length = 0
  problems.length = 0
})
afterEach(() => expect([problems, written.mock.calls]).toEqual([[], []]))

const ODD = [
  '%',
  '%zz',
  '%E0%A4%A',
  '%00',
  '%ff%fe',
  '..%2f..%2fetc%2fpasswd',
  '9999-12-31',
  '9999-12-31.week',
  '9999-12',
  '0000-01-01',
  '0000-01',
  'null',
  '__proto__',
  'constructor.atom',
  '%F0%9F%91%8D',
  "'%20or%201=1--",
  'a'.repeat(6_000),
]
/** Signed by this bot, and nothing that it would sign now. */
const SIGNED = ['visit', 'reader', 'confirm', 'feed'].flatMap((purpose) =>
  ['null', '[null,null]', '["a","b"]', '"'].map((subject) => forever(purpose, subject)),
)
const NAMES = ['t', 'q', 'id', 'page', 'format', 'state', 'code', 'error']
const METHODS = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'M-SEARCH']
const FORM = 'application/x-www-form-urlencoded'
const BODIES = [
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=x', '--y\r\n\r\n--y--'],
  ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x'],
  [
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="papers"; filename="a"\r\n\r\n1\r\n--x--\r\n',
  ],
  [`multipart/form-data; boundary=${'x'.repeat(3_000)}`, ''],
  [FORM, 'address=%ff%zz%00&rhythm=%'],
  [FORM, `address=${'a'.repeat(300)}@lab.example`],
  [FORM, `address=a@${'a.'.repeat(200)}example`],
  [FORM, 'address=a@lab.example&address=b@lab.example&__proto__=1&papers=1e999&time=99:99&zone=%00&days=x'],
  [FORM, '&'.repeat(60_000)],
  ['application/json', '{"address":'],
  ['a b;;=', '\x00\xff'],
] as const
const HEADERS: Record<string, string>[] = [
  { host: '' },
  { host: 'a b' },
  { host: '[::1' },
  { cookie: 'paperboy_archive=%; paperboy-slack-state=%zz; =;;' },
  { cookie: `paperboy_archive=${'x'.repeat(8_000)}` },
  { 'x-forwarded-for': '%,[,"' },
  { 'if-none-match': '"' },
  { 'accept-language': '*;q=9' },
  { range: 'bytes=9-1' },
  { 'content-type': '\xff' },
  { upgrade: 'websocket', connection: 'upgrade' },
  { huge: 'x'.repeat(20_000) },
]

type Asked = { method?: string; path: string; headers?: Record<string, string>; body?: string }

const agent = new Agent({ keepAlive: true })
const problems: unknown[] = []
let asked = 0

/** Writes the request as it is: a browser would not send most of them. */
async function ask({ method = 'GET', path, headers = {}, body = '' }: Asked): Promise<void> {
  asked += 1
  const sent = {
    cookie: cookieFor(shelf.links.open(CHANNEL, READER)),
    // Nobody asks so often that they are taken for a flood.
    'x-forwarded-for': `10.1.${asked >> 8}.${asked & 255}`,
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }
  // Node's parser waits on a connection on which somebody asked to upgrade.
  const asking = request({
    agent: headers.upgrade ? false : agent,
    host: '127.0.0.1',
    port: shelf.port,
    method,
    path,
    headers: sent,
  }).end(body)
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const [status, words] = [answer.statusCode ?? 0, await text(answer)]
  // Only what waits for something else may be told to come later.
  const isAnswered = status < 400 || status === 503 || (status < 500 && (method === 'HEAD' || /\w+ \w+/.test(words)))
  const logged = lines.splice(0).filter(({ level, err }) => level === 'error' || err?.stack !== undefined)
  if (!isAnswered || logged.length > 0)
    problems.push({ method, path: path.slice(0, 300), headers, body: body.slice(0, 80), status, words, logged })
}

/** Each path that the site answers, with something in the place of each parameter. */
const paths = (value: string): string[] => [
  ...new Set(
    shelf.site.routes
      .map(({ path }) => path.replace('/*', '').replaceAll(/:\w+/g, () => value))
      .filter((path) => path !== '' && path !== '/*'),
  ),
]

it(
  'answers every path in a sentence, whatever stands in it',
  async () => {
    for (const value of ODD) for (const path of paths(value)) await ask({ path })
  },
  deadline(120_000),
)

it(
  'answers every path in a sentence, whatever is asked of it',
  async () => {
    for (const value of [...ODD, ...SIGNED])
      for (const path of paths('x'))
        await ask({ path: `${path}?${NAMES.map((name) => `${name}=${value.slice(0, 1_000)}`).join('&')}` })
  },
  deadline(120_000),
)

it(
  'answers every method in a sentence',
  async () => {
    for (const method of METHODS) for (const path of paths('x')) await ask({ method, path })
  },
  deadline(120_000),
)

it(
  'answers every body in a sentence',
  async () => {
    const t = forever('reader', 'a@lab.example')
    for (const [type, body] of BODIES)
      for (const path of paths('x'))
        await ask({ method: 'POST', path: `${path}?t=${t}`, headers: { 'content-type': type }, body })
  },
  deadline(120_000),
)

it(
  'answers every header in a sentence',
  async () => {
    for (const headers of HEADERS) for (const path of paths('x')) await ask({ path, headers })
  },
  deadline(120_000),
)

it('outlives what is no HTTP, and who goes in the middle', async () => {
  const post = 'POST /email HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n'
  for (const sent of [
    '\x16\x03\x01\x02\x00',
    'GET / HTTP/9.9\r\n\r\n',
    'GET /archive\\..\\x HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nhost: x\r\n\r\n',
    'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n',
    `${post}content-length: 500\r\n\r\naddress=`,
    `${post}transfer-encoding: chunked\r\n\r\n5\r\nabc`,
    `${post}transfer-encoding: chunked\r\n\r\nzz\r\n`,
  ]) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(shelf.port, '127.0.0.1', () => socket.end(sent))
      text(socket).then(resolve, () => resolve(''))
    })
    expect([sent, answer]).toEqual([sent, expect.stringMatching(/^$|^HTTP\/1.1 4\d\d [\s\S]*\r\n\r\n[\s\S]*\w+ \w+/)])
  }
  // Asked last, so that what is logged of the others is seen here.
  await ask({ path: '/healthz' })
})

it('keeps nothing of whoever only begins to install it', async () => {
  for (const method of ['GET', 'HEAD', 'POST'])
    for (let n = 0; n < 20; n += 1) await ask({ method, path: '/slack/install' })
  expect(await installs.db.selectFrom('install_states').selectAll().execute()).toEqual([])
})
