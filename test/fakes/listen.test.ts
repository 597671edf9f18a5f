import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { createAnsweringServer, listen } from './listen.ts'
import { startFakeProxy } from './proxy.ts'

/** Asks, and is gone as a killed program is: the system resets its connection. */
async function askAndDie(url: string, request: string, when: 'at once' | 'answered'): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(request)
  await once(socket, when === 'answered' ? 'data' : 'connect')
  socket.resetAndDestroy()
}

it('outlives whoever asked for a tunnel and died, refused or not', async () => {
  const proxy = await startFakeProxy({})
  for (const when of ['answered', 'at once'] as const)
    for (let asked = 0; asked < 20; asked += 1)
      await askAndDie(proxy.url, 'CONNECT a.invalid:443 HTTP/1.1\r\n\r\n', when)
  await proxy.close()
})

it('outlives whoever died in the middle of its question', async () => {
  let failed = 0
  const server = await listen(
    createAnsweringServer(async (request, response) => {
      await Array.fromAsync(request).finally(() => (failed += 1))
      response.end()
    }),
  )
  await askAndDie(server.url, 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nhalf', 'at once')
  await expect.poll(() => failed).toBe(1)
  await server.close()
})
