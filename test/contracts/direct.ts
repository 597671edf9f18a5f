import { afterEach, beforeEach, expect, it } from 'vitest'
import type { ChatAdapter, Outgoing, PersonId, TextFile } from '../../src/core/chat.ts'
import { notice } from '../../src/core/message.ts'

/** An adapter of a platform where people can be written to, with its fake behind it. */
export type Reached = {
  adapter: ChatAdapter
  person: PersonId
  /** What that person alone sees, and what others see; a text a post. */
  received(): string[]
  shown(): string[]
  /** Files that were shared, oldest first. */
  shared(): Pick<TextFile, 'name' | 'text'>[]
  close(): Promise<void>
}

/** What every platform with direct messages and files must do. */
export function directContract(open: () => Promise<Reached>): void {
  let reached: Reached
  beforeEach(async () => {
    reached = await open()
  })
  afterEach(() => reached.close())

  const outgoing = (given: Partial<Outgoing> = {}): Outgoing => ({
    id: 'direct',
    to: { person: reached.person },
    thread: null,
    message: notice('A paper matches “agents”.'),
    files: [],
    firstAttemptAt: Date.now(),
    ...given,
  })

  it('sends to one person what nobody else sees', async () => {
    expect(await reached.adapter.send(outgoing())).toMatchObject({ kind: 'sent' })
    expect(reached.received().join('\n')).toContain('A paper matches “agents”.')
    expect(reached.shown()).toEqual([])
  })

  it('finds what it sent to a person', async () => {
    const sent = await reached.adapter.send(outgoing())
    const found = await reached.adapter.find(outgoing())
    if (found.kind === 'found') expect(sent).toEqual({ kind: 'sent', ref: found.ref })
    else expect(found.kind).toBe('repeatable')
  })

  it('brings files along', async () => {
    const files = [
      { name: 'agenda.md', type: 'text/markdown', text: '# Reading group · 30 min\n\n👍 Tannhäuser\n' },
      { name: 'meeting.ics', type: 'text/calendar', text: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
    ]
    expect(await reached.adapter.send(outgoing({ files }))).toMatchObject({ kind: 'sent' })
    expect(reached.shared()).toEqual(files.map(({ name, text }) => ({ name, text })))
  })
}
