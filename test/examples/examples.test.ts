import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer, Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ConnectContext } from '../../src/core/setup.ts'
import { createHttp } from '../../src/sources/http/http.ts'
import { adapterContract } from '../contracts/adapter.ts'
import { log } from '../fakes/day.ts'
import { startFakeServer } from '../fakes/http.ts'
import { openPlaza } from './plaza/adapted.ts'
import { SECRET, startFakePlaza, TOKEN } from './plaza/fake.ts'
import { plaza } from './plaza/setup.ts'
import { createPreprints, parsePreprints } from './preprints.ts'
import { createRoomAdapter } from './room.ts'

const read = (...path: string[]): string => readFileSync(join(import.meta.dirname, ...path), 'utf8')
const page = (name: string): string => read('../../docs', name)

const answer = JSON.stringify([
  { doi: '10.1101/2026.03.31.1', title: 'Folding  by ear', abstract: 'We listen.', posted: '2026-03-31' },
  { doi: 'none', title: 'No identifier', abstract: '', posted: '2026-03-31' },
])

describe('docs/add-a-source.md', () => {
  it('shows a source that is whole', () => {
    const shown = read('preprints.ts').replaceAll("'../../src/sources/", "'./").replaceAll("'../../src/", "'../")
    expect(page('add-a-source.md')).toContain(shown)
  })

  it('shows one that works: what is good is kept, what is bad is named', async () => {
    expect(parsePreprints(answer)).toMatchObject({
      sightings: [{ day: '2026-03-31', paper: { id: 'doi:10.1101/2026.03.31.1', title: 'Folding by ear' } }],
      skipped: ['Preprints: item 2 has no title or no DOI; it was left out.'],
    })
    const server = await startFakeServer(() => ({ body: answer }))
    const source = createPreprints(server.url, createHttp({ contact: null, log }))
    const { sightings } = await source.fetchPapers(
      { since: '2026-03-29', until: '2026-03-31' },
      new AbortController().signal,
    )
    await server.close()
    expect(sightings).toHaveLength(1)
    expect(server.requests[0]?.path).toBe('/list?from=2026-03-29&to=2026-03-31')
  })
})

describe('docs/add-an-adapter.md', () => {
  it('shows an adapter that is whole', () => {
    expect(page('add-an-adapter.md')).toContain(read('room.ts').replaceAll("'../../adapters/shared/", "'../shared/"))
  })

  adapterContract(async () => {
    const port = await freePort()
    const adapter = createRoomAdapter(port)
    const person = new Socket()
    let heard = ''
    person.on('data', (data) => {
      heard += data
    })
    /** Does something, and resolves when more is heard. */
    const hearing = async <T>(work: () => Promise<T> | T): Promise<T> => {
      const before = heard.length
      const done = await work()
      while (heard.length === before) await once(person, 'data')
      return done
    }
    return {
      adapter: {
        ...adapter,
        async start(handlers) {
          await adapter.start(handlers)
          await hearing(() => void person.connect(port, '127.0.0.1'))
        },
        send: (delivery) =>
          'channel' in delivery.to && delivery.to.channel === 'room:local'
            ? hearing(() => adapter.send(delivery))
            : adapter.send(delivery),
      },
      channel: 'room:local',
      shown: () => [heard],
      rung: null,
      handles: {
        channels: { unknown: 'room:elsewhere' },
        commands: {
          async ask(text) {
            const before = heard.length
            await hearing(() => void person.write(`/papers ${text}\n`))
            return heard.slice(before)
          },
          isPublic: null,
        },
      },
      close: async () => void person.destroy(),
    }
  })
})

describe('docs/add-an-adapter.md, with a platform of the usual shape', () => {
  it.each(['setup', 'ids', 'receive', 'render', 'index'])('shows the whole of its %s.ts', (name) => {
    const shown = read('plaza', `${name}.ts`)
      .replaceAll("'../../../adapters/shared/", "'../shared/")
      .replaceAll("'../../../src/", "'../../src/")
    expect(page('add-an-adapter.md')).toContain(shown)
  })

  it('shows the handles of its test', () => {
    const shown = read('plaza', 'adapted.ts')
    expect(page('add-an-adapter.md')).toContain(shown.slice(shown.indexOf('/** The adapter with a fake')))
  })

  it('is set up by its settings alone', async () => {
    const fake = await startFakePlaza()
    const settings = { PLAZA_URL: fake.url, PLAZA_TOKEN: TOKEN, PLAZA_SECRET: SECRET, PLAZA_CHANNELS: ['papers'] }
    const context = { log, reportToken: () => {} } as Partial<ConnectContext> as ConnectContext
    const connected = await plaza.connect(settings, context)
    expect(await connected?.findChannels(['papers', 'nowhere'])).toMatchObject([
      { channel: { id: 'plaza:main/papers', name: 'papers' }, problem: null },
      { channel: null, problem: expect.stringContaining('no such channel') },
    ])
    expect(await connected?.examine([])).toMatchObject([{ state: 'fine' }])
    expect(await connected?.examine(['plaza:main/papers', 'plaza:main/nowhere'])).toMatchObject([
      { state: 'fine' },
      { state: 'broken', what: 'plaza:main/nowhere: Plaza knows no such channel or post.' },
    ])
    await connected?.adapter.stop()
    await fake.close()
  })

  adapterContract(openPlaza)
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('docs/architecture.md', () => {
  const text = page('architecture.md')

  it.each([...new Set(text.match(/`[a-z-]+\/[\w/-]+(?:\.ts)?`/g))])('names %s, which is there', (name) => {
    const path = name.slice(1, -1)
    expect(existsSync(/^(src|test|adapters)\//.test(path) ? path : join('src', path)), path).toBe(true)
  })

  const section = (heading: string): string => text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''

  it.each([
    ['The life of a digest', 12, 'adapters/slack/send.ts'],
    ['The life of `/papers top`', 5, 'src/voting/tally.ts'],
  ])('leads through %s in at most %i files', (heading, most, last) => {
    const stations = [...section(heading).matchAll(/^\d+\. `([^`]+)`/gm)].map(([, file]) => file)
    expect(stations.length).toBeLessThanOrEqual(most)
    expect(stations.at(-1)).toBe(last)
  })

  it('has a line for each folder of src', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((one) => one.isDirectory())
    for (const { name } of folders) expect(text).toContain(`| \`${name}\` |`)
  })
})
