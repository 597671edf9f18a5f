import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeEmbeddings, startFakeEmbeddings } from '../fakes/embeddings.ts'
import type { FakeServer } from '../fakes/http.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, type Running, runProgram, startProgram } from './run.ts'

const today = new Date().toISOString().slice(0, 10)
let huggingFace: FakeServer
let embeddings: FakeEmbeddings
let running: Running | undefined
let env: Record<string, string>
beforeEach(async () => {
  huggingFace = await startFakeHuggingFace({ days: { [today]: items(7) } })
  embeddings = await startFakeEmbeddings()
  env = { HF_URL: huggingFace.url, EMBEDDING_MODEL: 'nomic-embed-text', OPENAI_BASE_URL: embeddings.url }
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await Promise.all([huggingFace.close(), embeddings.close()])
})

function start(cwd: string): Running {
  running = startProgram(['start'], { cwd, env })
  return running
}

async function stop({ child, exit }: Running): Promise<void> {
  child.kill('SIGTERM')
  expect(await exit).toBe(0)
}

it('gives the day’s papers vectors after its post, as the model wants to be asked, and says so', async () => {
  const cwd = freshFolder()
  const bot = start(cwd)
  await bot.says('Next post')
  await expect.poll(() => embeddings.asked.flat().length).toBe(7)
  expect(embeddings.asked.flat().every((text) => text.startsWith('search_document: '))).toBe(true)
  bot.child.stdin?.write('/papers memory since:2020\n')
  await bot.says('“memory since:2020”: 7 of 7 papers')
  expect(embeddings.asked.at(-1)).toEqual(['search_query: memory'])
  bot.child.stdin?.write('/papers privacy\n')
  await bot.says('Free words of a search go to the model nomic-embed-text')
  await stop(bot)
  const doctor = await runProgram(['doctor'], { cwd, env })
  expect(doctor.stdout).toContain(
    '✔ EMBEDDING_MODEL=nomic-embed-text answers with 128 numbers: 7 of 7 papers can be found by their meaning.',
  )
  expect((await runProgram(['cost'], { cwd, env })).stdout).toMatch(/nomic-embed-text: \d calls, \d+ of 200,000 tokens/)
})

it('posts and answers all the same when that server is down, and doctor says what is wrong', async () => {
  embeddings.behaviour = { status: 404 }
  const cwd = freshFolder()
  const bot = start(cwd)
  await bot.says('Next post')
  bot.child.stdin?.write('/papers memory\n')
  await bot.says('“memory”: 7 of 7 papers')
  await stop(bot)
  const doctor = await runProgram(['doctor'], { cwd, env })
  expect(doctor.stdout).toContain('! EMBEDDING_MODEL=nomic-embed-text: the model server failed (404): 404')
  expect(doctor.code).toBe(0)
})
