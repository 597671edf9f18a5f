import { afterEach, describe, expect, it } from 'vitest'
import { askOne } from '../../../src/commands/replies.ts'
import type { ChatHandlers, Reply } from '../../../src/core/chat.ts'
import { lineOf, messageOf, notice, plain } from '../../../src/core/message.ts'
import { type Block, type View, wordsOf } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'
import { silentHandlers } from '../silent.ts'
import { openAdaptedSlack } from './adapted.ts'

let slack: Awaited<ReturnType<typeof openAdaptedSlack>>
afterEach(() => slack.close())

const buttons = [{ label: 'Similar', action: 'similar', value: 'arxiv:2603.00001' }]
const windowOf = (note: string): Reply => ({ message: messageOf({ kind: 'notice', note, buttons }), to: 'window' })
const FORM = askOne({ id: 'wrong:x', title: 'Wrong', submit: 'Send' }, { name: 'reason', label: 'What is wrong?' })
const blocks: Block[] = [
  { type: 'actions', elements: [{ type: 'button', action_id: 'similar', value: 'arxiv:2603.00001' }] },
]

async function open(handlers: Partial<ChatHandlers>, slowMs?: number): Promise<void> {
  slack = await openAdaptedSlack({}, { ...(slowMs !== undefined && { slowMs }) })
  await slack.adapter.start({ ...silentHandlers, ...handlers })
}

const views = (): View[] => slack.slack.workspace.views
const methods = (): string[] => slack.slack.calls.map(({ method }) => method).filter((one) => one.startsWith('views.'))

/** The window after so many were opened or changed. */
async function shown(count: number): Promise<View> {
  await until(() => views().length >= count)
  const view = views()[count - 1]
  if (!view) throw new Error('No window is shown.')
  return view
}

describe('an answer that takes long', () => {
  it.each([
    ['a window', windowOf('Five papers.'), 'Five papers.'],
    ['a sentence', { message: notice('Saved.'), to: 'asker' } as const, 'Saved.'],
    ['nothing', null, 'Done.'],
    ['a form', FORM, 'Wrong'],
  ])('has a window at once, which becomes %s', async (_, reply, words) => {
    const work = Promise.withResolvers<Reply | null>()
    await open({ onAction: () => work.promise }, 0)
    await slack.pressInAnswer(blocks, 'similar')
    const waiting = await shown(1)
    expect(wordsOf(waiting)).toContain('Looking…')
    work.resolve(reply)
    const view = await shown(2)
    expect(view.id).toBe(waiting.id)
    expect(wordsOf(view) + JSON.stringify(view.title)).toContain(words)
    expect(methods()).toEqual(['views.open', 'views.update'])
  })

  it('still says that it failed', async () => {
    const work = Promise.withResolvers<Reply | null>()
    await open({ onAction: () => work.promise }, 0)
    await slack.pressInAnswer(blocks, 'similar')
    await shown(1)
    work.reject(new Error('The index is gone.'))
    expect(wordsOf(await shown(2))).toContain('The index is gone.')
  })

  it('is acknowledged as a form in time, and names what is wrong', async () => {
    const work = Promise.withResolvers<{ errors: Record<string, string> }>()
    await open({ onAction: async () => FORM, onForm: () => work.promise }, 0)
    await slack.pressInAnswer(blocks, 'similar')
    expect(await slack.submit(await shown(1), {})).toMatchObject({ response_action: 'update' })
    work.resolve({ errors: { time: '“9” is not a time such as 09:00.' } })
    expect(wordsOf(await shown(2))).toContain('Not saved. “9” is not a time such as 09:00.')
  })
})

describe('a button in App Home', () => {
  it('opens a window of its own, and Home is drawn anew', async () => {
    await open({ onAction: async ({ action }) => windowOf(action) })
    await slack.event({ type: 'app_home_opened', user: 'U1', channel: 'D1', tab: 'home', event_ts: '1' })
    const home = () => slack.slack.workspace.homes.get('U1')
    await expect.poll(home).toBeDefined()
    await slack.pressInModal(home() as View, 'similar')
    expect(await shown(1)).toMatchObject({ type: 'modal' })
    await expect.poll(methods).toEqual(['views.publish', 'views.open', 'views.publish'])
  })
})

describe('windows on windows', () => {
  it('lie three deep, and the third changes from then on', async () => {
    let pressed = 0
    await open({ onAction: async () => windowOf(`Window ${++pressed}`) })
    await slack.pressInAnswer(blocks, 'similar')
    for (const count of [1, 2, 3, 4]) await slack.pressInModal(await shown(count), 'similar')
    expect(wordsOf(await shown(5))).toContain('Window 5')
    expect(methods()).toEqual(['views.open', 'views.push', 'views.push', 'views.update', 'views.update'])
    expect(slack.slack.invalidCalls).toEqual([])
  })
})

describe('what a window shares with its channel', () => {
  it('is posted there, and the window says so', async () => {
    const share: Reply = { message: notice('A benchmark of 40 harbours.'), to: 'channel' }
    await open({ onAction: async ({ value }) => (value === 'share' ? share : windowOf('Asked.')) })
    await slack.pressInAnswer(blocks, 'similar')
    const window = await shown(1)
    window.blocks = JSON.parse(JSON.stringify(window.blocks).replaceAll('arxiv:2603.00001', 'share'))
    await slack.pressInModal(window, 'similar')
    expect(wordsOf(await shown(2))).toBe('Shared with the channel.')
    expect(slack.slack.workspace.posts.map(wordsOf)).toEqual(['A benchmark of 40 harbours.'])
  })
})

describe('a value that is too long for Slack', () => {
  it('comes back whole from a button and from a menu', async () => {
    const values: string[] = []
    await open({ onAction: async ({ value }) => windowOf(String(values.push(value))) })
    const [long, address] = ['words '.repeat(500), `url:https://example.org/${'a'.repeat(200)}`]
    const card = { ...lineOf('A paper'), buttons: [{ label: 'Read', action: 'abstract', value: address }] }
    const search = { label: 'Search', action: 'search', value: long }
    const message = messageOf({ kind: 'list', cards: [card, { ...card, title: plain('It again') }], buttons: [search] })
    const to = { channel: 'slack:T1/C1' as const }
    await slack.adapter.send({ id: '1', to, thread: null, message, files: [], firstAttemptAt: Date.now() })
    const post = slack.slack.workspace.posts.at(-1)
    if (!post) throw new Error('Nothing was posted.')
    await slack.press(post, 'search')
    await slack.press(post, 'abstract')
    await until(() => values.length === 2)
    expect(values).toEqual([long, address])
    expect(slack.slack.invalidCalls).toEqual([])
  })
})
