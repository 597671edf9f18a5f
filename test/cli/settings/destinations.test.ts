import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../../src/cli/settings/config.ts'
import { destinationsOf } from '../../../src/cli/settings/destinations.ts'
import { platforms } from '../../../src/main.ts'

const destinations = destinationsOf(platforms)

/** What can open a connection: `fetch`, the network of Node, the libraries that have one of their own, and our own way out. */
const CONNECTS =
  /(?<!['"`./\w-])fetch\b(?!:)|(from |import\()'(undici|nodemailer|openai|pg|ws|@slack\/[^']+|node:(http2?|https|net|tls|dgram|dns|child_process)(\/\w+)?)'|\b(WebSocket|EventSource|XMLHttpRequest)\(|\bnew (REST|Client|WebhookClient|\w*Shard\w*)\(|\bhttp\.get\(|\b(createRestClient|openSocket)[(<]/

/** What each file connects to; null: to nothing (it answers, checks addresses, or names the errors of a library). */
const known: Record<string, string[] | null> = {
  'adapters/discord/connection/shard.ts': ['Discord'],
  'adapters/discord/connect.ts': ['Discord'],
  'adapters/discord/connection/proxied-websocket.ts': ['Discord'],
  'adapters/email/index.ts': ['mail'],
  // Where they lead, the adapters that use them say.
  'adapters/shared/network/rest.ts': null,
  'adapters/shared/network/socket.ts': null,
  'adapters/slack/connect.ts': ['Slack'],
  'adapters/slack/send/files.ts': ['Slack'],
  'adapters/slack/connection/http.ts': null,
  'adapters/slack/index.ts': ['Slack'],
  'adapters/slack/send/find.ts': null,
  'adapters/slack/errors.ts': null,
  'adapters/slack/connection/socket.ts': ['Slack'],
  'src/cli/doctor/network.ts': ['Hugging Face'],
  'src/models/embed.ts': ['search by meaning'],
  // A process of this machine, which connects to nothing.
  'src/models/local/encoder.ts': null,
  'src/models/local/fetch-pinned.ts': ['Hugging Face', 'jsDelivr'],
  // The one way to the network of all that follow.
  'src/sources/http/http.ts': null,
  'src/sources/http/gzip.ts': null,
  'src/ops/metrics/instrument.ts': null,
  'src/sources/http/private-network.ts': null,
  'src/sources/arxiv/index.ts': ['arXiv'],
  'src/sources/feed/index.ts': ['feeds'],
  // A process of this machine, which connects to nothing.
  'src/sources/pdf/read-pdf.ts': null,
  'src/texts/paper-text.ts': ['texts of papers'],
  'src/sources/huggingface/index.ts': ['Hugging Face'],
  'src/sources/submission/index.ts': ['suggested papers'],
  'src/ops/watch/watch.ts': ['heartbeat'],
  'src/ops/watch/web-address.ts': ['own address'],
  'src/core/network/proxy.ts': ['proxy'],
  'src/db/postgres.ts': ['database'],
  'src/summaries/model/complete.ts': ['summaries by a model'],
  'src/models/remedies.ts': null,
  'src/models/server.ts': ['summaries by a model', 'search by meaning'],
  'src/sources/pictures.ts': ['pictures of papers'],
  'src/web/archive/pictures.ts': ['pictures of papers'],
  'src/web/client-address.ts': null,
  'src/web/server.ts': null,
}

const connects = (file: string): boolean =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(\/\/|\/?\*)|^import type /.test(line))
    .some((line) => CONNECTS.test(line.replaceAll(/typeof (globalThis\.)?fetch/g, '')))

describe('what leaves this machine', () => {
  it('is all in one table: no other code opens a connection', () => {
    const files = globSync(['src/**/*.ts', 'adapters/**/*.ts', 'bin/*.js']).map((file) => file.replaceAll('\\', '/'))
    expect(files.filter(connects).toSorted()).toEqual(Object.keys(known).toSorted())
    const named = new Set(Object.values(known).flatMap((names) => names ?? []))
    expect([...named].toSorted()).toEqual(destinations.map(({ name }) => name).toSorted())
  })

  it('stands in SECURITY.md, with what is sent and what ends it', () => {
    const written = readFileSync('SECURITY.md', 'utf8')
    for (const { hosts, sent, ends } of destinations) expect(written).toContain(`| ${hosts} | ${sent} | ${ends} |`)
  })

  it('ends with the setting that the table names', () => {
    const none = readConfig(platforms, {}, '/nowhere')
    const off = destinations.filter(({ where }) => where(none).length === 0).map(({ name }) => name)
    const always = ['Hugging Face', 'arXiv', 'suggested papers', 'texts of papers', 'pictures of papers']
    expect(off).toEqual(destinations.map(({ name }) => name).filter((name) => !always.includes(name)))
    const mirrored = readConfig(
      platforms,
      {
        HF_URL: 'https://hf.example',
        ARXIV_URL: 'https://ax.example',
        OPENAI_MODEL: 'm',
        OPENAI_BASE_URL: 'http://llm:1/v1',
      },
      '/nowhere',
    )
    const hosts = destinations.flatMap(({ where }) => where(mirrored))
    expect(hosts).toEqual([
      'hf.example',
      'ax.example',
      'doi.org',
      'pages that people suggest',
      'ax.example',
      'hosts of papers’ PDFs',
      'hosts of pictures',
      'llm:1',
    ])
  })
})
