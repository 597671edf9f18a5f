import { createSupportsHyperlinks } from 'supports-hyperlinks'
import type { ChannelId, ChatAdapter, ChatHandlers, PersonId, Reply } from '../../src/core/chat.ts'
import { type Form, type Message, notice } from '../../src/core/message.ts'
import type { LocalPlace } from '../../src/core/setup.ts'
import { formText } from '../shared/cards.ts'
import { apology } from '../shared/errors.ts'
import { createPrompt, type TerminalConfig } from './prompt.ts'
import { renderMessage, renderMore, type TerminalStyle } from './render.ts'
import { createScreen, type Meaning } from './screen.ts'

export const TERMINAL_CHANNEL: ChannelId = 'terminal:local'
const YOU: PersonId = 'terminal:you'
const KEYS =
  '1 opens a paper · why 1 · cite 1 · save 1 · similar 1 · ask 1: question · a link shows its paper\n' +
  'Enter shows more · Tab completes · quit or Ctrl-D leaves'
/** Rows of a window that holds five posts whole. */
const ROOMY = 45

/** Posts are printed, lines are commands, papers have numbers. The end of a piped input closes the prompt alone. */
export function createTerminalAdapter(config: TerminalConfig): ChatAdapter & Omit<LocalPlace, 'channel'> {
  const { output, quiet } = config
  const [screen, prompt] = [createScreen(), createPrompt(config)]
  const asked = { channel: TERMINAL_CHANNEL, person: YOU }
  let printed = 0
  // Where nobody types, nothing waits for Enter.
  const isAsked = config.input !== null

  const styleNow = (): TerminalStyle => ({
    width: Math.min(Math.max(output.columns || 100, 40), 120),
    color: output.hasColors?.() ?? false,
    links: output.hasColors?.() === true && createSupportsHyperlinks(output),
    brief: (output.rows || ROOMY) < ROOMY,
  })

  function show(message: Message, how: { inThread?: boolean; goesOn?: boolean } = {}): void {
    if (quiet) return
    const shown = screen.show(message, how)
    const style = styleNow()
    if (shown) prompt.print(renderMessage(withKeys(shown), style))
    else if (message.heading !== null) prompt.print(renderMore(message.heading, style))
  }

  /** Nobody votes here, and there are no threads; buttons are typed. */
  function withKeys(message: Message): Message {
    if (message.kind === 'heading')
      return { ...message, note: message.note?.replace(/( · \d+ in thread)?\n.*/, '') ?? null }
    const names = message.kind === 'paper' ? [] : screen.names()
    const keys = names.length > 0 ? `Type: ${names.join(' · ')}` : null
    return { ...message, note: [message.note, keys].filter(Boolean).join('\n') || null }
  }

  /** What changes nothing on the screen. */
  const say = (text: string) => prompt.print(renderMessage(notice(text), styleNow()))

  async function answer(line: string, handlers: ChatHandlers): Promise<void> {
    const meaning = screen.read(line)
    if (meaning.kind === 'thread') for (const message of screen.takeThread()) show(message, { goesOn: true })
    const reply = await replyTo(meaning, handlers)
    const goesOn = meaning.kind === 'action' && meaning.action === 'more'
    if (reply) show('form' in reply ? toType(reply.form) : reply.message, { goesOn })
    if (meaning.kind === 'help') say(KEYS)
    if (meaning.kind === 'unknown') say(`There is no paper ${meaning.number} here; the last one is ${meaning.last}.`)
  }

  async function replyTo(meaning: Meaning, handlers: ChatHandlers): Promise<Reply | null> {
    if (meaning.kind === 'command') return handlers.onCommand({ ...asked, text: meaning.text })
    if (meaning.kind === 'help') return handlers.onCommand({ ...asked, text: 'help' })
    if (meaning.kind === 'action') return handlers.onAction({ ...asked, ...meaning, post: null })
    if (meaning.kind === 'link') return openLink(meaning.text, handlers)
    return null
  }

  /** A paper is shown whole; several, and what cannot be read, as they are told. */
  async function openLink(text: string, handlers: ChatHandlers): Promise<Reply | null> {
    const post = { channel: TERMINAL_CHANNEL, id: 'typed' }
    const told = await handlers.onPaperLink({ ...asked, cause: 'asked', text, post })
    const papers = told && 'message' in told ? told.message.cards.flatMap(({ paper }) => paper ?? []) : []
    const [only] = papers
    if (only === undefined || papers.length > 1) return told
    return handlers.onAction({ ...asked, action: 'abstract', value: only, post: null })
  }

  return {
    platform: 'terminal',
    show: (message, inThread) => show(message, { inThread: inThread && isAsked }),
    status: prompt.setStatus,
    hold: prompt.hold,
    async start(handlers) {
      prompt.open({
        answer: (line) => answer(line, handlers).catch((error) => show(apology(error))),
        async complete(line) {
          const found = await handlers.onSuggest({ ...asked, text: line })
          const begun = [...screen.names(), ...found.map(({ text }) => text), 'quit']
          return begun.filter((text) => text.toLowerCase().startsWith(line.toLowerCase()))
        },
      })
    },
    async send({ message, thread }) {
      show(message, { inThread: thread !== null && isAsked })
      printed += 1
      return { kind: 'sent', ref: { channel: TERMINAL_CHANNEL, id: String(printed) } }
    },
    find: async () => ({ kind: 'cannot-tell', reason: 'a terminal does not remember what it printed' }),
    edit: async () => ({ kind: 'refused', reason: 'a terminal cannot change what it printed', permanent: true }),
    seed: async () => ({ kind: 'refused', reason: 'a terminal takes no reactions', permanent: true }),
    voters: async () => 'unsupported',
    access: async () => ({ isAdmin: true, isFull: true, roles: [], zone: null }),
    features: ['commands'],
    stop: async () => prompt.close(),
  }
}

/** There are no dialogs here. */
function toType(form: Form): Message {
  const [first] = form.fields
  const isSettings = first && form.id.startsWith('settings:')
  const how = isSettings ? [`To change one, type its name: \`settings ${first.name} ${first.value}\`.`] : []
  const message = formText(form)
  return { ...message, note: [message.note, ...how].join('\n') }
}
