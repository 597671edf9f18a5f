import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import {
  coldServer,
  type ModelServer,
  type ModelServerName,
  modelServers,
  startModelServer,
} from '../fakes/model-servers.ts'
import { freshFolder, runProgram } from './run.ts'

const papers = [
  {
    id: '2601.00001',
    title: 'Tidewheel: a scheduler for small pumps',
    abstract: [
      'Small pumps in tidal gardens waste energy because their controllers react late.',
      'We propose Tidewheel, a scheduler that predicts the water level and starts each pump early.',
      'On 40 gardens it cuts energy use by 18% compared with a fixed timer.',
    ].join(' '),
  },
  {
    id: '2601.00002',
    title: 'A scheduler for pumps',
    abstract: 'We propose a scheduler for pumps. On 40 gardens it cuts energy use by 18% compared with a fixed timer.',
  },
]
const good = JSON.stringify({
  tldr: 'A scheduler for pumps cuts energy use by 18%.',
  contribution: 'We propose a scheduler for pumps.',
  method: '',
  result: 'On 40 gardens it cuts energy use by 18% compared with a fixed timer.',
  keywords: ['scheduler', 'pumps'],
})
const servers = modelServers(good)

let close = async () => {}
afterEach(() => close())

async function summarize(server: ModelServer) {
  const started = await startModelServer(server)
  close = started.close
  const cwd = freshFolder()
  writeFileSync(join(cwd, 'papers.jsonl'), papers.map((paper) => JSON.stringify(paper)).join('\n'))
  const env = { OPENAI_MODEL: 'gpt-5-mini', OPENAI_API_KEY: 'sk-12345678', OPENAI_BASE_URL: started.url }
  const { code, stdout, stderr } = await runProgram(['summarize', 'papers.jsonl'], { cwd, env })
  expect(code).toBe(0)
  const by = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { by: string }).by)
  return { by, warnings: stderr.trim() === '' ? [] : stderr.trim().split('\n') }
}

it.each<ModelServerName>([
  'thinks until a small cap is used up',
  'knows no max_completion_tokens (422)',
  'thinks aloud, with braces',
  'answers in parts',
])('summarizes with a model whose server %s', async (name) => {
  expect(await summarize(servers[name])).toEqual({ by: ['model', 'model'], warnings: [] })
})

it('waits for a model that is loaded first', async () => {
  expect(await summarize(coldServer(good, 13_000))).toEqual({ by: ['model', 'model'], warnings: [] })
})

it('goes on after a paper that a filter refuses', async () => {
  const { by, warnings } = await summarize(servers['filters one paper'])
  expect([by, warnings]).toEqual([['extract', 'model'], [expect.stringContaining('The prompt was filtered.')]])
})

it.each<[ModelServerName, string]>([
  ['thinks until any cap is used up', 'the cap of 4,000 tokens'],
  ['has no such path', 'Does OPENAI_BASE_URL end in /v1'],
])('says once why a server that %s gives no summaries', async (name, why) => {
  const { by, warnings } = await summarize(servers[name])
  expect([by, warnings]).toEqual([['extract', 'extract'], [expect.stringContaining(why)]])
})
