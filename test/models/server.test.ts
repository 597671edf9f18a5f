import { expect, it } from 'vitest'
import { createClient } from '../../src/models/server.ts'
import { startFakeServer } from '../fakes/http.ts'

it('asks a server behind a password that stands in its address', async () => {
  const body = JSON.stringify({ object: 'list', data: [] })
  const server = await startFakeServer(() => ({ headers: { 'content-type': 'application/json' }, body }))
  const ask = async (baseUrl: string) =>
    (await createClient({ model: 'm', apiKey: 'sk-1', baseUrl }, 1_000)).models.list()
  await ask(`${server.url.replace('//', '//me:100%25@')}/v1`)
  await ask(`${server.url}/v1`)
  expect(server.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/v1/models', `Basic ${btoa('me:100%')}`],
    ['/v1/models', 'Bearer sk-1'],
  ])
  await server.close()
})
