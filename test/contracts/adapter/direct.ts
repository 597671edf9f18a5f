import { expect } from 'vitest'
import { notice } from '../../../src/core/message.ts'
import { type Check, having } from './check.ts'

const match = notice('A paper matches “agents”.')

export const direct: Check[] = [
  having('direct', 'sends to one person what nobody else sees', async (trial, { person, received }) => {
    const { adapter, outgoing, shown } = trial
    expect(await adapter.send(outgoing('direct', match, { to: { person } }))).toMatchObject({ kind: 'sent' })
    expect(received().join('\n')).toContain('A paper matches “agents”.')
    expect(shown()).toEqual([])
  }),

  having('direct', 'tells a conversation with one person from a channel', async (trial, { person, isDirect }) => {
    if (isDirect === null) return
    const { adapter, channel, outgoing } = trial
    const sent = await adapter.send(outgoing('direct', match, { to: { person } }))
    expect(sent).toMatchObject({ kind: 'sent' })
    expect([sent.kind === 'sent' && isDirect(sent.ref.channel), isDirect(channel)]).toEqual([true, false])
  }),

  having('direct', 'finds what it sent to a person', async ({ adapter, outgoing }, { person }) => {
    const delivery = outgoing('direct', match, { to: { person } })
    const sent = await adapter.send(delivery)
    const found = await adapter.find(delivery)
    if (found.kind === 'found') expect(sent).toEqual({ kind: 'sent', ref: found.ref })
    else expect(found.kind).toBe('repeatable')
  }),

  having('files', 'brings files along', async ({ adapter, outgoing }, { shared }, { direct }) => {
    const files = [
      { name: 'agenda.md', type: 'text/markdown', text: '# Reading group · 30 min\n\n👍 Tannhäuser\n' },
      { name: 'meeting.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
    ]
    const to = direct ? { to: { person: direct.person } } : {}
    expect(await adapter.send(outgoing('direct', match, { files, ...to }))).toMatchObject({ kind: 'sent' })
    expect(shared()).toEqual(files.map(({ name, text }) => ({ name, text })))
  }),
]
