import { parentPort } from 'node:worker_threads'

// Never comes back from a question that says so.
parentPort?.on('message', ({ id, given: [prefix] }: { id: number; given: [string] }) => {
  while (prefix === 'forever');
  parentPort?.postMessage({ id, answer: [] })
})
