import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import manifest from '../../package.json' with { type: 'json' }
import { subscribeChannel } from '../../src/channels/channels.ts'
import { examples } from '../../src/cli/examples.ts'
import { settingsOf } from '../../src/cli/settings/shape.ts'
import { openStore } from '../../src/db/open.ts'
import { platforms } from '../../src/main.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, runProgram, startProgram } from '../program/run.ts'
import { blocksOf, commandsOf, pages } from './pages.ts'

const PAPERBOY = ['npm', 'run', '-s', 'paperboy', '--']
const commands = pages.flatMap(commandsOf)
const isPaperboy = (words: string[]) => PAPERBOY.every((word, index) => words[index] === word)
/** What the pages and `--help` run of Paperboy itself, each once. `VERB` stands for any. */
const own = new Map(
  [
    ...commands.filter(({ words }) => isPaperboy(words)).map(({ words }) => words.slice(PAPERBOY.length)),
    ...Object.values(examples)
      .flat()
      .map((line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')),
  ]
    .filter(([verb]) => verb !== 'VERB')
    .map((words) => [words.join(' '), words]),
)

/** Those that fail in a new place, with the reason they name. */
const REFUSED: Record<string, RegExp> = {
  export: /missing required argument/,
  mcp: /Which channel’s view\?/,
  'votes --audit': /^$/,
  'why Attention Is All You Need': /No paper here is called/,
}
/** Those that go on until somebody ends them, by what they say first. */
const ENDLESS: Record<string, string> = {
  start: 'Next post',
  preview: 'http://127.0.0.1',
  'preview --port 8080': 'http://127.0.0.1',
}

/** What cannot run in a test; that it can be read by a shell is checked all the same. */
const NOT_RUN: Record<string, string> = {
  cd: 'part of another command',
  claude: 'a program of somebody else',
  cp: 'writes to /etc',
  docker: 'needs a Docker daemon; its services are compared with compose.yaml',
  gh: 'asks GitHub',
  git: 'needs the remote; test/supply-chain.test.ts knows how releases are tagged',
  install: 'writes to /etc',
  journalctl: 'needs systemd',
  jq: 'a program of somebody else',
  mkdir: 'part of another command',
  mv: 'part of another command',
  npx: 'runs tests; their paths are checked',
  ollama: 'fetches a model',
  systemctl: 'needs systemd',
}
/** npm’s own verbs that a page may name. */
const NPM = ['audit', 'ci', 'start', 'test', 'run']

describe('the commands in the pages', () => {
  it.each(pages)('can be read by a shell, and name what exists: %s', (page) => {
    for (const block of blocksOf(page)) execFileSync('bash', ['-n'], { input: block })
    const known = settingsOf(platforms).shape
    for (const { text, env, words } of commandsOf(page)) {
      for (const name of Object.keys(env)) expect(name === 'CORPUS' || name in known, text).toBe(true)
      const [tool = '', first = '', second = ''] = words
      if (tool === '') continue
      if (tool !== 'npm') expect(NOT_RUN, text).toHaveProperty(tool)
      else if (!isPaperboy(words)) expect(NPM, text).toContain(first)
      if (tool === 'npm' && first === 'run' && !isPaperboy(words))
        expect(manifest.scripts, text).toHaveProperty([second])
      if (text.startsWith('npx vitest run') && !text.includes('<')) expect(existsSync(words[3] ?? ''), text).toBe(true)
      const services = text.startsWith('docker compose up') ? words.slice(4) : []
      for (const name of services) expect(parse(readFileSync('compose.yaml', 'utf8')).services).toHaveProperty(name)
    }
  })

  it('list every verb of the command line', () => {
    const table = readFileSync('docs/command-line.md', 'utf8')
    for (const verb of Object.keys(examples)) expect(table).toMatch(new RegExp(`\`${verb}[ \`]`))
  })
})

describe('a command of Paperboy in the pages', () => {
  const cwd = freshFolder()
  let huggingFace: FakeServer
  let env: Record<string, string>
  beforeAll(async () => {
    const days = { [new Date().toISOString().slice(0, 10)]: items(7), '2026-03-31': items(3) }
    huggingFace = await startFakeHuggingFace({ days })
    env = { HF_URL: huggingFace.url, ARXIV_URL: 'http://127.0.0.1:1' }
    const row = { id: '2603.28767', title: 'A Paper', abstract: 'We present a memory.', summary: 'A memory.' }
    for (const file of ['papers.jsonl', 'summaries.jsonl']) writeFileSync(join(cwd, file), `${JSON.stringify(row)}\n`)
    await runProgram(['import', 'papers.jsonl'], { cwd, env })
    const store = await openStore(`file:${join(cwd, 'data/paperboy.db')}`)
    await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
    await store.close()
    await runProgram(['backup', 'paperboy-monday.db'], { cwd, env })
    for (const copy of ['paperboy-2026-03-31.db', 'paperboy.db.before-47'])
      copyFileSync(join(cwd, 'paperboy-monday.db'), join(cwd, copy))
  }, 60_000)
  afterAll(() => huggingFace.close())

  it.concurrent.each([...own])(
    'works: %s',
    async (text, words) => {
      const [verb = ''] = words
      // Folders of the reader are this one; a restore overwrites nothing, so it has a place of its own.
      const args = words.map((word) =>
        word
          .replace(/^(\/backups|data)\//, '')
          .replace('$(date +%F)', 'today')
          .replace('8080', '0'),
      )
      const where = verb === 'restore' ? { DATABASE_URL: `file:${freshFolder()}/paperboy.db` } : {}
      const says = ENDLESS[text]
      if (says !== undefined) {
        const running = startProgram(args, { cwd, env: { ...env, ...where } })
        await running.says(says)
        running.child.kill('SIGTERM')
        expect(await running.exit).toBe(0)
        return
      }
      const { code, stderr } = await runProgram(
        args.map((arg) => (arg === 'paperboy-monday.db' && verb === 'backup' ? 'tuesday.db' : arg)),
        { cwd, env: { ...env, ...where } },
      )
      const refused = REFUSED[text]
      if (refused) expect(stderr).toMatch(refused)
      else expect({ code, stderr: stderr.replaceAll(/^\{.*\n/gm, '') }).toEqual({ code: 0, stderr: '' })
    },
    60_000,
  )
})
