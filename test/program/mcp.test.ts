import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { expect, it } from 'vitest'
import { subscribeChannel } from '../../src/channels/channels.ts'
import { openStore } from '../../src/db/open.ts'
import { freshFolder, runProgram } from './run.ts'

const ENTRY = join(import.meta.dirname, '../../bin/paperboy.js')

it('paperboy mcp answers the official client over standard input and output, and ends with it', async () => {
  const cwd = freshFolder()
  const input = '{"id":"arxiv:2601.00001","title":"Memory for agents","abstract":"One."}'
  expect((await runProgram(['import', '-'], { cwd, input })).code).toBe(0)
  const store = await openStore(`file:${join(cwd, 'data/paperboy.db')}`)
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
  await store.close()
  expect(await runProgram(['mcp'], { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('--channel') })
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } })
  const env = { PATH: process.env.PATH ?? '', HOME: cwd }
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [ENTRY, 'mcp', '--channel', 'papers'],
      cwd,
      env,
      stderr: 'pipe',
    }),
  )
  const { structuredContent } = await client.callTool({ name: 'search_papers', arguments: { query: 'memory' } })
  expect(structuredContent).toMatchObject({ total: 1, papers: [{ id: 'arxiv:2601.00001', team_votes: 0 }] })
  await client.close()
})
