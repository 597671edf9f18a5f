import { expect } from 'vitest'
import { OutageError } from '../../../src/core/chat.ts'
import { notice } from '../../../src/core/message.ts'
import { TokenRefused } from '../../../src/core/network/token-gate.ts'
import { type Check, having } from './check.ts'

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

  having(
    'network',
    'takes an outage for no answer: nobody is shut out, and no vote is gone',
    async (trial, how, all) => {
      const { adapter, channel, heard, hears, post } = trial
      const ref = await post('one', notice('A paper.'))
      await all.reactions?.react(ref, '👍', 'added', 'member')
      if (all.reactions) await hears(heard.reactions, 1)
      if (how.goDown === null) return
      how.goDown()
      if (all.rights?.member) await expect(adapter.access(channel, all.rights.member)).rejects.toThrow(OutageError)
      if (all.reactions) await expect(adapter.voters(ref)).rejects.toThrow()
    },
  ),

  having('network', 'asks once with a token that is refused', async (trial, { refuseToken }, { rights }) => {
    const { adapter, channel, outgoing } = trial
    if (refuseToken === null) return
    const refusals = refuseToken()
    for (const id of ['one', 'two'])
      expect(['wait', 'refused']).toContain((await adapter.send(outgoing(id, notice('Hello?')))).kind)
    if (rights?.member) await expect(adapter.access(channel, rights.member)).rejects.toThrow(TokenRefused)
    expect(refusals()).toBe(1)
  }),

  having('connection', 'hears again after its connection was cut', async (trial, connection, handles) => {
    const { heard, hears, post, waitFor } = trial
    const ref = await post('one', notice('A paper.'))
    await connection.cut()
    expect(connection.isOpen()).toBe(false)
    await waitFor(connection.isOpen)
    if (!handles.reactions) {
      await handles.commands?.ask('agents')
      return hears(heard.commands, 1)
    }
    await handles.reactions.react(ref, '👍', 'added', 'member')
    await hears(heard.reactions, 1)
  }),

  {
    ...having('connection', 'says that it may have missed something meanwhile', async (trial, connection) => {
      const { adapter, heard, waitFor } = trial
      heard.missed.length = 0
      await connection.cut()
      await waitFor(() => heard.missed.includes(adapter.platform))
    }),
    unless: 'redelivery',
  },

  having('requests', 'takes nothing from a request without the platform’s secret', async (trial, { forge }) => {
    const { has, heard } = trial
    for (const what of ['command', 'button', ...(has('forms') ? (['form'] as const) : [])] as const)
      expect([400, 401, 403], what).toContain(await forge(what))
    expect([heard.commands, heard.actions, heard.forms]).toEqual([[], [], []])
  }),
]
