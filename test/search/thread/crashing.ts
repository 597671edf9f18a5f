import { appendFileSync, readFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'

// Falls over at its first question in its first life; it remembers its lives in the file at `path`.
const { path }: { path: string } = workerData
appendFileSync(path, 'x')
const lives = readFileSync(path, 'utf8').length
parentPort?.on('message', ({ id, given: [prefix] }: { id: number; given: [string] }) => {
  if (lives === 1 || prefix === 'deadly') process.exit(1)
  parentPort?.postMessage({ id, answer: [{ query: prefix, label: `life ${lives}` }] })
})
