import { join } from 'node:path'
import { expect, it } from 'vitest'
import { setChannelState, subscribeChannel } from '../../src/channels/channels.ts'
import { openStore } from '../../src/db/open.ts'
import { stuckDeliveries } from '../../src/outbox/backlog.ts'
import { storeMessages } from '../../src/outbox/messages.ts'
import { insertDeliveries } from '../../src/outbox/plan-deliveries.ts'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { aDelivery, wordsOf } from '../fixtures/deliveries.ts'
import { freshFolder, runProgram } from './run.ts'

it('lists what is held, dead and paused in doctor, each with its reason, and brings it back with retry', async () => {
  const cwd = freshFolder()
  const huggingFace = await startFakeHuggingFace({ days: {} })
  const store = await openStore(`file:${join(cwd, 'data/paperboy.db')}`)
  await subscribeChannel(store.db, 'slack:T1/C1', 'papers', 0)
  await setChannelState(store.db, 'slack:T1/C1', 'paused', 'the channel is archived')
  const owed = [aDelivery('held', 1), aDelivery('dead', 2)]
  await insertDeliveries(store.db, owed)
  await storeMessages(store.db, owed.map(wordsOf))
  for (const { key } of owed)
    await store.db
      .updateTable('deliveries')
      .set({ state: key as 'held' | 'dead', reason: `why it is ${key}` })
      .where('key', '=', key)
      .execute()
  const run = (verb: string) => runProgram([verb], { cwd, env: { HF_URL: huggingFace.url } })
  const { stdout } = await run('doctor')
  expect(stdout).toMatch(/! papers: .*paused.*the channel is archived/)
  for (const { key } of owed)
    expect(stdout).toMatch(new RegExp(`! ${key} is ${key}: why it is ${key}. \`paperboy retry \\w{24}\` revives it.`))
  expect((await run('retry')).stdout).toBe('2 messages revived; the running bot sends them.\n')
  expect(await run('retry')).toMatchObject({
    code: 0,
    stdout: '0 messages revived; `paperboy doctor` lists what is held or failed.\n',
  })
  expect(await stuckDeliveries(store.db)).toEqual([])
  await store.close()
  await huggingFace.close()
})
