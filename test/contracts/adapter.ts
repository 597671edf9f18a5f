import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  type ChannelId,
  type ChatAdapter,
  type ChatHandlers,
  type Command,
  manages,
  type Outgoing,
  type PostRef,
  type Reply,
} from '../../src/core/chat.ts'
import { type Message, notice } from '../../src/core/message.ts'

/** An adapter with the fake of its platform behind it. */
export type Adapted = {
  adapter: ChatAdapter
  /** A channel the bot is in, and one that does not exist. */
  channel: ChannelId
  unknown: ChannelId | null
  /** What everybody in the channel sees, a text a post. */
  shown(): string[]
  /** How often the bot reacted to a post; null where nobody can react. */
  reactions(post: PostRef): number | null
  /** Somebody types `/papers <text>`; resolves with what they see. */
  ask(text: string): Promise<string>
  close(): Promise<void>
}

/** What every chat platform must do. */
export function adapterContract(open: () => Promise<Adapted>): void {
  let adapted: Adapted
  let commands: Command[]
  let reply: () => Promise<Reply>
  const handlers: ChatHandlers = {
    async onCommand(command) {
      commands.push(command)
      return reply()
    },
    onAction: async () => null,
    onForm: async () => ({ errors: {} }),
    onSuggest: async () => [],
    onReaction: async () => {},
    onMissed: async () => {},
    onPaperLink: async () => null,
    onKeep: async () => ({ message: notice('Kept.'), to: 'asker' }),
    onLifecycle: async () => {},
  }
  const outgoing = (id: string, message: Message, given: Partial<Outgoing> = {}): Outgoing => ({
    id,
    to: { channel: adapted.channel },
    thread: null,
    message,
    files: [],
    firstAttemptAt: Date.now(),
    ...given,
  })

  beforeEach(async () => {
    commands = []
    reply = async () => ({ message: notice('Here you are.'), to: 'asker' })
    adapted = await open()
    await adapted.adapter.start(handlers)
  })
  afterEach(async () => {
    await adapted.adapter.stop()
    await adapted.close()
  })

  it('shows a message in its channel, and says which post it is', async () => {
    const { adapter, channel, shown } = adapted
    const outcome = await adapter.send(outgoing('one', notice('Twenty-two papers today.')))
    expect(outcome).toEqual({ kind: 'sent', ref: { channel, id: expect.any(String) } })
    expect(shown().join('\n')).toContain('Twenty-two papers today.')
  })

  it('puts a reply into the thread it belongs in', async () => {
    const { adapter } = adapted
    const heading = await adapter.send(outgoing('heading', notice('Papers · Tuesday 31 March')))
    if (heading.kind !== 'sent') throw new Error('The heading was not sent.')
    expect(await adapter.openThread(heading.ref, 'Papers')).toMatchObject({ kind: 'sent' })
    const reply = outgoing('reply', notice('17 more'), { thread: heading.ref })
    expect(await adapter.send(reply)).toMatchObject({ kind: 'sent' })
    expect((await adapter.find(reply)).kind).not.toBe('absent')
  })

  it('finds what it sent, and claims nothing about what it did not', async () => {
    const { adapter } = adapted
    const sent = outgoing('sent', notice('Once.'))
    const outcome = await adapter.send(sent)
    const found = await adapter.find(sent)
    if (found.kind === 'found') expect(outcome).toEqual({ kind: 'sent', ref: found.ref })
    // A platform that would know it again may leave it at that.
    else expect(['cannot-tell', 'repeatable']).toContain(found.kind)
    expect((await adapter.find(outgoing('never', notice('Never.')))).kind).not.toBe('found')
  })

  it('gives a post its first reaction once, however often it is asked to', async () => {
    const { adapter, reactions } = adapted
    const sent = await adapter.send(outgoing('one', notice('A paper.')))
    if (sent.kind !== 'sent') throw new Error('It was not sent.')
    const seeded = [await adapter.seed(sent.ref, '👍'), await adapter.seed(sent.ref, '👍')]
    const count = reactions(sent.ref)
    if (count === null) return expect(seeded).toMatchObject([{ permanent: true }, { permanent: true }])
    expect(seeded).toEqual([sent, sent])
    expect(count).toBe(1)
    expect(await adapter.voters(sent.ref)).toEqual([])
  })

  it('answers a command, with the words that were typed', async () => {
    expect(await adapted.ask('web agents & "tools"')).toContain('Here you are.')
    expect(commands).toEqual([{ channel: adapted.channel, person: expect.any(String), text: 'web agents & "tools"' }])
  })

  it('answers even when core fails, in its words', async () => {
    reply = async () => {
      throw new Error('The search is being repaired. Please try again.')
    }
    expect(await adapted.ask('agents')).toContain('The search is being repaired.')
  })

  it('shows text from outside as it is', async () => {
    const hostile = '<!channel> @everyone *bold* `code` <https://evil.example|arxiv.org> &amp; :+1:'
    reply = async () => ({ message: notice(hostile.replaceAll('`', '')), to: 'asker' })
    expect(await adapted.ask('x')).toContain('<!channel> @everyone *bold* code')
  })

  it('does not claim to have posted where there is no channel', async () => {
    const { adapter, unknown } = adapted
    if (unknown === null) return
    const outcome = await adapter.send(outgoing('lost', notice('Hello?'), { to: { channel: unknown } }))
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true })
  })

  it('says who may manage the channel', async () => {
    const [asker] = [await adapted.ask('agents'), commands[0]?.person].slice(1)
    if (!asker) throw new Error('Nobody asked.')
    expect(manages(await adapted.adapter.access(adapted.channel, asker as Command['person']))).toBe(true)
  })
}
