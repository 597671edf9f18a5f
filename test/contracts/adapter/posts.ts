import { expect } from 'vitest'
import { type Card, lineOf, type Mention, messageOf, notice, plain } from '../../../src/core/message.ts'
import { always, type Check, having } from './check.ts'

export const posts: Check[] = [
  always('shows a message in its channel, and says which post it is', async ({ adapter, channel, shown, outgoing }) => {
    const outcome = await adapter.send(outgoing('one', notice('Twenty-two papers today.')))
    expect(outcome).toEqual({ kind: 'sent', ref: { channel, id: expect.any(String) } })
    expect(shown().join('\n')).toContain('Twenty-two papers today.')
  }),

  always('puts a reply into the thread it belongs in', async ({ adapter, outgoing }) => {
    const heading = await adapter.send(outgoing('heading', notice('Papers · Tuesday 31 March')))
    if (heading.kind !== 'sent') throw new Error('The heading was not sent.')
    const reply = outgoing('reply', notice('17 more'), { thread: heading.ref })
    expect(await adapter.send(reply)).toMatchObject({ kind: 'sent' })
    expect((await adapter.find(reply)).kind).not.toBe('absent')
  }),

  having('threads', 'shows a reply below the post that it answers, and nowhere else', async (trial, { replies }) => {
    const { adapter, outgoing, post } = trial
    const [heading, other] = [await post('heading', notice('Papers')), await post('other', notice('A paper.'))]
    await adapter.send(outgoing('reply', notice('17 more'), { thread: heading }))
    expect(replies(heading).join('\n')).toContain('17 more')
    expect(replies(other).join('\n')).not.toContain('17 more')
  }),

  always('finds what it sent, and claims nothing about what it did not', async ({ adapter, outgoing }) => {
    const sent = outgoing('sent', notice('Once.'))
    const outcome = await adapter.send(sent)
    const found = await adapter.find(sent)
    if (found.kind === 'found') expect(outcome).toEqual({ kind: 'sent', ref: found.ref })
    // A platform that would know it again may leave it at that.
    else expect(['cannot-tell', 'repeatable']).toContain(found.kind)
    expect((await adapter.find(outgoing('never', notice('Never.')))).kind).not.toBe('found')
  }),

  always('changes what a post says, or says that it cannot', async ({ adapter, has, post, shown }) => {
    const ref = await post('one', notice('Room A.'))
    const edited = await adapter.edit(ref, notice('Room B.'))
    if (!has('edits')) return expect(edited).toMatchObject({ kind: 'refused' })
    expect(edited).toMatchObject({ kind: 'sent' })
    expect(shown().join('\n')).toContain('Room B.')
    expect(shown().join('\n')).not.toContain('Room A.')
  }),

  always('shows text from outside as it is, in every place of a post', async ({ post, shown }) => {
    const hostile = '<!channel> @everyone *bold* _low_ ~gone~ [here](x) &amp; :+1:'
    const note = `Note ${hostile}`
    await post('hostile', messageOf({ kind: 'paper', heading: `Head ${hostile}`, cards: [quoting(hostile)], note }))
    const seen = shown().join('\n')
    for (const place of ['Head', 'Title', 'Line', 'Note']) expect(seen).toContain(`${place} ${hostile}`)
  }),

  always('notifies whom a message says, by name, and nobody whom a text names', async ({ post, rung }, handles) => {
    const person = handles.rights?.member
    if (rung === null || !person) return
    const everybody = `<!channel> @everyone @here <@${person.replace(/^.*[:/]/, '')}> @${person.replace(/^.*[:/]/, '')}`
    const named = (rings: boolean) => paperOf(quoting(everybody, { label: 'Suggested by', person, rings }))
    await post('quiet', named(false))
    expect(rung()).toEqual([])
    await post('loud', named(true))
    expect(rung()).toEqual([person])
  }),

  having('channels', 'does not claim to have posted where there is no channel', async (trial, { unknown }) => {
    const { adapter, outgoing } = trial
    const outcome = await adapter.send(outgoing('lost', notice('Hello?'), { to: { channel: unknown } }))
    expect(outcome).toMatchObject({ kind: 'refused', permanent: true })
  }),
]

const quoting = (text: string, mention: Mention | null = null): Card => ({
  ...lineOf(`Title ${text}`),
  ...{ size: 'full', byline: `By ${text}`, lines: [`Line ${text}`], excerpt: plain(`Excerpt ${text}`), mention },
})

const paperOf = (card: Card) => messageOf({ kind: 'paper', cards: [card] })
