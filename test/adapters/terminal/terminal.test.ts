import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTerminalAdapter } from '../../../adapters/terminal/index.ts'
import type { ChatHandlers } from '../../../src/core/chat.ts'
import { lineOf, type Message, messageOf, notice } from '../../../src/core/message.ts'
import type { PaperId } from '../../../src/core/paper.ts'
import { until } from '../../wait.ts'

type Asked = { command?: string; action?: string; value?: string; link?: string }

const paper = (number: number, given: Partial<Message['cards'][number]> = {}): Message['cards'][number] => ({
  ...lineOf(`Paper ${number}`),
  paper: `arxiv:2603.0000${number}`,
  size: 'full',
  url: `https://arxiv.org/abs/2603.0000${number}`,
  lines: ['First line.', 'Second line.'],
  links: [{ label: 'PDF', url: `https://arxiv.org/pdf/2603.0000${number}` }],
  buttons: [{ label: 'Abstract', action: 'abstract', value: `arxiv:2603.0000${number}` }],
  ...given,
})

const heading = messageOf({
  kind: 'heading',
  heading: 'Papers · Tuesday 31 March 2026',
  note: '8 papers · 3 in thread\n👍',
})
const posts = [1, 2].map((number) => messageOf({ kind: 'paper', cards: [paper(number)] }))
const list = messageOf({
  kind: 'list',
  heading: '3 more',
  cards: [3, 4, 5].map((rank) => paper(rank, { size: 'line', rank })),
})

/** A terminal with somebody at it; `answer` is what core says. */
function open({
  columns = 80,
  rows = 50,
  isTTY = true,
  color = true,
  answer = async (): Promise<Message> => notice('Here.'),
} = {}) {
  const [input, output] = [new PassThrough(), new PassThrough()]
  const asked: Asked[] = []
  let [raw, left] = ['', 0]
  output.on('data', (chunk) => {
    raw += chunk
  })
  const adapter = createTerminalAdapter({
    input: Object.assign(input, { isTTY }),
    output: Object.assign(output, { isTTY, columns, rows, ...(isTTY && { hasColors: () => color }) }),
    quiet: false,
    leave: () => {
      left += 1
    },
  })
  const hear = async (one: Asked) => {
    asked.push(one)
    return { message: await answer(), to: 'asker' as const }
  }
  const handlers = {
    onCommand: ({ text }) => hear({ command: text }),
    onAction: ({ action, value }) => hear({ action, value }),
    onPaperLink: async ({ text }) => {
      asked.push({ link: text })
      return { message: messageOf({ kind: 'results', cards: [paper(7, { size: 'line' })] }), to: 'asker' }
    },
    onSuggest: async ({ text }) =>
      ['saved', 'settings', 'why'].filter((name) => name.startsWith(text)).map((name) => ({ text: name, label: name })),
  } as Partial<ChatHandlers> as ChatHandlers
  return {
    adapter,
    asked,
    raw: () => raw,
    shown: () => stripVTControlCharacters(raw),
    left: () => left,
    type: (text: string) => input.write(text),
    async start() {
      await adapter.start(handlers)
    },
    showDigest() {
      for (const message of [heading, ...posts]) adapter.show(message, false)
      adapter.show(list, true)
      adapter.show(notice('8 found'), true)
    },
    async typed(line: string, after = asked.length + 1) {
      input.write(`${line}\r`)
      await until(() => asked.length >= after, {})
      return asked.at(-1)
    },
  }
}

afterEach(() => vi.unstubAllEnvs())

describe('the terminal', () => {
  it('numbers the posts of a digest, keeps its thread behind Enter, and says nothing of votes', async () => {
    const terminal = open()
    await terminal.start()
    terminal.showDigest()
    expect(terminal.shown()).toContain('8 papers\n')
    expect(terminal.shown()).not.toContain('👍')
    expect(terminal.shown()).toContain('  2. Paper 2')
    expect(terminal.shown()).toContain('3 more · Enter')
    expect(terminal.shown()).not.toContain('Paper 3')
    terminal.type('\r')
    await until(() => terminal.shown().includes('8 found'), {})
    expect(terminal.shown()).toContain('  5. Paper 5')
  })

  it.each([
    ['1', { action: 'abstract', value: 'arxiv:2603.00001' }],
    ['why 2', { action: 'why', value: 'arxiv:2603.00002' }],
    ['/papers cite 1', { action: 'cite', value: 'arxiv:2603.00001' }],
    ['Save #2', { action: 'save', value: 'arxiv:2603.00002' }],
    ['ask 2: Which loss: L1?', { command: 'ask arxiv:2603.00002: Which loss: L1?' }],
    ['ask 7: why?', { command: 'ask 7: why?' }],
    ['2025', { command: '2025' }],
    ['why attention works', { command: 'why attention works' }],
    ['?', { command: 'help' }],
  ])('takes “%s” for what somebody means who sees the papers', async (line, meant) => {
    const terminal = open()
    await terminal.start()
    terminal.showDigest()
    expect(await terminal.typed(line)).toEqual(meant)
  })

  it('says which numbers there are when there is no such paper', async () => {
    const terminal = open()
    await terminal.start()
    terminal.showDigest()
    terminal.type('9\r')
    await until(() => terminal.shown().includes('There is no paper 9 here; the last one is 2.'), {})
    expect(terminal.asked).toEqual([])
  })

  it('offers the buttons of an answer as words, but for those that speak to others', async () => {
    const buttons = [
      { label: 'Share here', action: 'share', value: '0:x' },
      { label: 'Cite 5', action: 'cite', value: 'page 0 x' },
    ]
    const terminal = open({ answer: async () => ({ ...notice('Found.'), buttons }) })
    await terminal.start()
    await terminal.typed('x')
    await until(() => terminal.shown().includes('Type: cite'), {})
    expect(terminal.shown()).not.toContain('share')
    expect(await terminal.typed('cite')).toEqual({ action: 'cite', value: 'page 0 x' })
  })

  it('does with a number what “Which one?” asked for', async () => {
    const choose = (id: PaperId) => [{ label: 'Choose a paper', action: 'answer', value: `word ${id}` }]
    const cards = [1, 2].map((number) => paper(number, { size: 'line', buttons: choose(`arxiv:2603.0000${number}`) }))
    const terminal = open({ answer: async () => messageOf({ kind: 'list', heading: 'Which one?', cards }) })
    await terminal.start()
    await terminal.typed('cite paper')
    await until(() => terminal.shown().includes('Which one?'), {})
    expect(await terminal.typed('2')).toEqual({ action: 'answer', value: 'word arxiv:2603.00002' })
  })

  it('opens the paper of a pasted link', async () => {
    const terminal = open()
    await terminal.start()
    expect(await terminal.typed('https://arxiv.org/abs/2603.00007', 2)).toEqual({
      action: 'abstract',
      value: 'arxiv:2603.00007',
    })
    expect(terminal.asked[0]).toEqual({ link: 'https://arxiv.org/abs/2603.00007' })
  })

  it('says that it works on a slow answer, and answers what was typed meanwhile in its turn', async () => {
    const slow = Promise.withResolvers<Message>()
    const answers = [slow.promise, Promise.resolve(notice('The second answer.'))]
    const terminal = open({ answer: async () => (await answers.shift()) ?? notice('') })
    await terminal.start()
    terminal.type('slow question\r')
    terminal.type('second question\r')
    await until(() => terminal.shown().includes('Working…'), {})
    expect(terminal.asked).toEqual([{ command: 'slow question' }])
    slow.resolve(notice('The first answer.'))
    await until(() => terminal.shown().includes('The second answer.'), {})
    expect(terminal.shown()).toMatch(
      /› slow question[\s\S]*The first answer\.[\s\S]*› second question\n[\s\S]*The second/,
    )
  })

  it('answers once it is ready, and says what it waits for', async () => {
    const ready = Promise.withResolvers<void>()
    const terminal = open()
    await terminal.start()
    terminal.adapter.hold(ready.promise, 'Reading Daily Papers…')
    terminal.type('1\r')
    expect(terminal.shown()).toContain('Reading Daily Papers…')
    terminal.showDigest()
    ready.resolve()
    await until(() => terminal.asked.length > 0, {})
    expect(terminal.asked).toEqual([{ action: 'abstract', value: 'arxiv:2603.00001' }])
  })

  it('completes verbs with Tab', async () => {
    const terminal = open()
    await terminal.start()
    terminal.type('sav\t')
    await until(() => terminal.shown().includes('saved'), {})
    expect(await terminal.typed('')).toEqual({ command: 'saved' })
  })

  it.each(['quit\r', 'EXIT\r', '\u0004'])('leaves on %j', async (keys) => {
    const terminal = open()
    await terminal.start()
    terminal.type(keys)
    await until(() => terminal.left() === 1, {})
  })

  it('links labels where the terminal has links, and writes short addresses where not', () => {
    vi.stubEnv('FORCE_HYPERLINK', '1')
    const linking = open()
    linking.showDigest()
    expect(linking.raw()).toContain('\u001b]8;;https://arxiv.org/pdf/2603.00001\u001b\\PDF\u001b]8;;\u001b\\')
    expect(linking.shown()).toContain('arxiv.org/abs/2603.00001 · PDF\n')
    vi.stubEnv('FORCE_HYPERLINK', '0')
    const plain = open()
    plain.showDigest()
    expect(plain.raw()).not.toContain('\u001b]8')
    expect(plain.shown()).toContain('     arxiv.org/abs/2603.00001\n')
    expect(plain.shown()).not.toContain('https://')
  })

  it.each([{ isTTY: false }, { color: false }])('is plain text with %o', (given) => {
    vi.stubEnv('FORCE_HYPERLINK', '1')
    const terminal = open(given)
    terminal.showDigest()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(terminal.raw()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
  })

  it('asks once after each answer where nothing can be drawn again', async () => {
    vi.stubEnv('TERM', 'dumb')
    const terminal = open({ color: false })
    await terminal.start()
    terminal.showDigest()
    terminal.adapter.status('history 1/12 months')
    terminal.type('memory\n')
    await until(() => terminal.shown().endsWith('Here.\n\n› '), {})
    expect(terminal.shown().match(/›/g)).toHaveLength(2)
  })

  it.each([80, 120])('keeps within %i columns, with wide letters as well', (columns) => {
    const terminal = open({ columns })
    const title = [{ text: '大规模语言模型的推理能力 '.repeat(12), strong: false }]
    const lines = ['A sentence of the abstract that is long. '.repeat(8)]
    terminal.adapter.show(messageOf({ kind: 'paper', cards: [paper(1, { title, lines })] }), false)
    const widths = terminal
      .shown()
      .split('\n')
      .map((line) => [...line].reduce((sum, letter) => sum + (/\p{scx=Han}/u.test(letter) ? 2 : 1), 0))
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns)
    expect(Math.max(...widths)).toBeGreaterThan(columns - 20)
  })

  it('shows one line of each summary in a small window', () => {
    const terminal = open({ rows: 24 })
    terminal.showDigest()
    expect(terminal.shown()).toContain('• First line.')
    expect(terminal.shown()).not.toContain('Second line.')
  })
})
