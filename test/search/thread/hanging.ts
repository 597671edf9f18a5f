import { parentPort } from 'node:worker_threads'

// Never comes back from a question that says so.
parentPort?.on('message', ({ id, ask }: { id: number; ask: { prefix: string } }) => {
  while (ask.prefix === 'forever');
  parentPort?.postMessage({ id, answer: [] })
})
