import { expect } from 'vitest'
import { type Button, type Card, lineOf, type Message, messageOf, notice } from '../../../src/core/message.ts'
import { type Check, handleOf, having } from './check.ts'

export const people: Check[] = [
  having('commands', 'answers a command, with the words that were typed', async ({ channel, heard }, { ask }) => {
    expect(await ask('web agents & "tools"')).toContain('Here you are.')
    expect(heard.commands).toMatchObject([{ channel, person: expect.any(String), text: 'web agents & "tools"' }])
  }),

  having('commands', 'answers even when core fails, in its words', async ({ answer }, { ask }) => {
    answer(async () => {
      throw new Error('The search is being repaired. Please try again.')
    })
    expect(await ask('agents')).toContain('The search is being repaired.')
  }),

  having('commands', 'shows an answer to everybody where core says so, else to its asker alone', async (trial, how) => {
    if (how.isPublic === null) return
    for (const to of ['channel', 'asker'] as const) {
      trial.answer(async () => ({ message: notice('Agents, for all.'), to }))
      await how.ask('agents')
      expect(how.isPublic(), to).toBe(to === 'channel')
    }
  }),

  having('commands', 'shows text from outside as it is', async ({ answer }, { ask }) => {
    const hostile = '<!channel> @everyone *bold* `code` <https://evil.example|arxiv.org> &amp; :+1:'
    answer(async () => ({ message: notice(hostile.replaceAll('`', '')), to: 'asker' }))
    expect(await ask('x')).toContain('<!channel> @everyone *bold* code')
  }),

  having('commands', 'says that whoever asks sees the channel', async ({ adapter, channel, heard }, { ask }) => {
    await ask('agents')
    const [asked] = heard.commands
    if (!asked) throw new Error('Nobody asked.')
    expect(await adapter.access(channel, asked.person)).toEqual(facts(expect.any(Boolean), expect.any(Boolean)))
  }),

  having(
    'rights',
    'tells who administers, who belongs there, and who is a guest',
    async ({ adapter, channel }, who) => {
      const kinds = [
        { person: who.admin, isAdmin: true, isFull: true },
        { person: who.member, isAdmin: false, isFull: true },
        { person: who.guest, isAdmin: false, isFull: false },
      ]
      for (const { person, isAdmin, isFull } of kinds)
        if (person !== null) expect(await adapter.access(channel, person), person).toEqual(facts(isAdmin, isFull))
    },
  ),

  having('rights', 'says nothing of who does not see the channel, but that', async ({ adapter, channel }, who) => {
    expect(await adapter.access(channel, who.outsider)).toBeNull()
  }),

  having('buttons', 'hands over which button was pressed, and shows what core answers', async (trial, { press }) => {
    const { channel, heard, post } = trial
    const ref = await post('paper', withButtons)
    expect(await press(ref, 'Abstract')).toContain('Here you are.')
    expect(await press(ref, 'Settings')).toContain('Here you are.')
    const asked = { channel, person: expect.any(String), post: ref }
    expect(heard.actions).toEqual([
      { ...asked, action: 'abstract', value: 'arxiv:2603.00001' },
      { ...asked, action: 'settings', value: '' },
    ])
  }),

  having(
    'buttons',
    'takes one button on two cards, and tells it from another one with its name',
    async ({ heard, post }, { press }) => {
      const [first, other] = ['arxiv:2603.00001', 'arxiv:2603.00002']
      const same: Button = { label: 'Abstract', action: 'abstract', value: first }
      const cards = [cardWith(same), cardWith(same), cardWith({ ...same, label: 'Of another', value: other })]
      const ref = await post('papers', messageOf({ kind: 'paper', cards }))
      for (const label of ['Abstract', 'Of another']) expect(await press(ref, label)).toContain('Here you are.')
      expect(heard.actions).toMatchObject([first, other].map((value) => ({ action: 'abstract', value })))
    },
  ),

  having('buttons', 'shows all what a button answers, where core says so', async (trial, { press }, handles) => {
    const { isPublic } = handleOf(handles, 'commands')
    if (isPublic === null) return
    const ref = await trial.post('paper', withButtons)
    for (const to of ['channel', 'asker'] as const) {
      trial.answer(async () => ({ message: notice('Agents, for all.'), to }))
      await press(ref, 'Abstract')
      expect(isPublic(), to).toBe(to === 'channel')
    }
  }),

  having('buttons', 'shows what follows a post beside it, by a button', async (trial, { press }) => {
    const { answer, channel, heard, post, shown } = trial
    const ref = await post('list', listUpTo('Tannhäuser', 'search:1:agents'))
    answer(async () => ({ message: listUpTo('Lohengrin', null), to: 'asker' }))
    expect(await press(ref, 'More')).toContain('Lohengrin')
    const asked = { channel, person: expect.any(String), post: ref }
    expect(heard.actions).toEqual([{ ...asked, action: 'more', value: 'search:1:agents' }])
    expect(shown().join('\n')).toContain('Tannhäuser')
  }),

  having('buttons', 'shows what follows an answer, which is no post', async (trial, { pressInAnswer }, handles) => {
    const { answer, channel, heard } = trial
    answer(async () => ({ message: listUpTo('Tannhäuser', 'search:1:agents'), to: 'asker' }))
    expect(await handleOf(handles, 'commands').ask('agents')).toContain('Tannhäuser')
    answer(async () => ({ message: listUpTo('Lohengrin', null), to: 'asker' }))
    expect(await pressInAnswer('More')).toContain('Lohengrin')
    const person = heard.commands[0]?.person
    expect(heard.actions).toEqual([{ channel, person, action: 'more', value: 'search:1:agents', post: null }])
  }),
]

/** A list that goes on where there is a cursor. */
const listUpTo = (title: string, cursor: string | null): Message =>
  messageOf({ kind: 'results', cards: [lineOf(title)], page: { from: 1, to: 1, total: 2, cursor } })

const facts = (isAdmin: boolean, isFull: boolean) => ({
  isAdmin,
  isFull,
  roles: expect.any(Array),
  zone: expect.toSatisfy((zone) => zone === null || typeof zone === 'string'),
})

const cardWith = (button: Button): Card => ({
  ...lineOf('SkillRL: Evolving Agents'),
  ...{ paper: 'arxiv:2603.00001', size: 'full', url: 'https://arxiv.org/abs/2603.00001', buttons: [button] },
})
const withButtons: Message = {
  ...notice('One paper.'),
  kind: 'paper',
  cards: [cardWith({ label: 'Abstract', action: 'abstract', value: 'arxiv:2603.00001' })],
  buttons: [{ label: 'Settings', action: 'settings', value: '' }],
}
