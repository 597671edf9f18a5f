import { expect } from 'vitest'
import { notice } from '../../../src/core/message.ts'
import { until } from '../../wait.ts'
import { type Check, having, hears } from './check.ts'

export const network: Check[] = [
  having('network', 'calls a send uncertain that a server error answers', async (trial, { failNext }) => {
    const { adapter, outgoing } = trial
    failNext('broken')
    expect(await adapter.send(outgoing('one', notice('Perhaps.')))).toMatchObject({ kind: 'uncertain' })
  }),

  having('network', 'waits when the platform asks it to', async ({ adapter, outgoing }, { failNext }) => {
    failNext('busy')
    const outcome = await adapter.send(outgoing('one', notice('Later.')))
    expect(outcome).toMatchObject({ kind: 'wait', seconds: expect.any(Number) })
  }),

  having('connection', 'hears again after its connection was cut', async ({ heard, post }, connection, handles) => {
    const ref = await post('one', notice('A paper.'))
    await connection.cut()
    await until(connection.isOpen, { milliseconds: 5_000, said: () => 'The adapter did not connect again.' })
    await handles.reactions?.react(ref, '👍', 'added', 'member')
    await handles.commands?.ask('agents')
    await hears([...heard.reactions, ...heard.commands], 1)
  }),

  {
    ...having('connection', 'says that it may have missed something meanwhile', async (trial, connection) => {
      const { adapter, heard } = trial
      heard.missed.length = 0
      await connection.cut()
      await until(() => heard.missed.includes(adapter.platform), { milliseconds: 5_000 })
    }),
    unless: 'redelivery',
  },

  having('requests', 'takes nothing from a request without the platform’s secret', async ({ heard }, { forge }) => {
    const status = await forge()
    expect([400, 401, 403]).toContain(status)
    expect(heard.commands).toEqual([])
  }),
]
