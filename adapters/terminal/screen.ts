import { readNamedPaper } from '../../src/core/identifiers/paper-id.ts'
import type { Button, Card, Message } from '../../src/core/message.ts'
import type { PaperId } from '../../src/core/paper.ts'
import { buttonsOf } from '../shared/cards.ts'

/** What somebody means who types a line, seeing what is shown. */
export type Meaning =
  | { kind: 'nothing' | 'help' | 'thread' }
  | { kind: 'link' | 'command'; text: string }
  | { kind: 'action'; action: string; value: string }
  /** There is no paper of that number. */
  | { kind: 'unknown'; number: number; last: number }

/** What goes before a number; alone it opens the paper. */
const VERBS: Record<string, string> = {
  open: 'abstract',
  abstract: 'abstract',
  why: 'why',
  cite: 'cite',
  save: 'save',
  similar: 'similar',
}
/** `ask 1: question` */
const ASKED = /^ask\s+#?(\d{1,3})\s*:\s*(\S.*)$/i
const NUMBERED = new RegExp(`^(?:(${Object.keys(VERBS).join('|')})\\s+)?#?(\\d{1,3})[.)]?$`, 'i')
const CHOICES = new Set([...Object.values(VERBS), 'answer'])
/** Buttons that say something to others, or ask in a form. */
const FOR_OTHERS = new Set(['share', 'share-answer', 'question', 'bring', 'present', 'offer', 'wrong', 'add'])

/** Keeps what is on the screen: the numbers of its papers, its buttons, and what waits behind it. */
export function createScreen() {
  /** `choice`: what the number alone does. */
  const papers = new Map<number, { paper: PaperId; choice: { action: string; value: string } }>()
  let buttons: Button[] = []
  let thread: Message[] = []

  /** The message with a number before each paper of a list; null: it waits for an empty line. */
  function show(message: Message, how: { inThread?: boolean; goesOn?: boolean } = {}): Message | null {
    if (how.inThread && message.kind !== 'paper') {
      thread.push(message)
      return null
    }
    const isPost = message.kind === 'paper'
    if (message.kind === 'heading') [thread, buttons] = [[], []]
    const listed = message.cards.filter(({ paper, rank }) => paper !== null && (isPost || rank !== null))
    const isList = isPost || listed.length > 0 || message.cards.filter(({ paper }) => paper !== null).length > 1
    const startsAnew = message.kind === 'heading' || (isList && !isPost && !how.goesOn)
    if (startsAnew) papers.clear()
    // An answer has its own buttons; a post that comes in between leaves them.
    if (!isPost) buttons = [...buttonsOf(message), ...(isList ? [] : message.cards.flatMap((card) => card.buttons))]
    if (!isList) return message
    const cards = message.cards.map((card) => {
      if (card.paper === null) return card
      const number = card.rank === null || papers.has(card.rank) ? Math.max(0, ...papers.keys()) + 1 : card.rank
      papers.set(number, { paper: card.paper, choice: choiceOf(card, card.paper) })
      return { ...card, rank: number }
    })
    return { ...message, cards }
  }

  function read(line: string): Meaning {
    const text = line.trim().replace(/^\/papers\b\s*/, '')
    const word = text.toLowerCase()
    const [, verb, digits] = NUMBERED.exec(text) ?? []
    const number = Number(digits)
    const numbered = papers.get(number)
    if (word === '?' || word === 'help') return { kind: 'help' }
    const [, asked, question] = ASKED.exec(text) ?? []
    const about = papers.get(Number(asked))
    if (about) return { kind: 'command', text: `ask ${about.paper}: ${question}` }
    if (word === 'today') return { kind: 'command', text: '' }
    const named = VERBS[verb?.toLowerCase() ?? '']
    if (numbered) return { kind: 'action', ...(named ? { action: named, value: numbered.paper } : numbered.choice) }
    // “2025” is searched for.
    if (digits !== undefined && papers.size > 0 && number < 1_000)
      return { kind: 'unknown', number, last: Math.max(...papers.keys()) }
    const isMore = line.trim() === '' || word === 'more'
    const button = offered().find(([name]) => name === (isMore ? 'more' : word))?.[1]
    if (button) return { kind: 'action', action: button.action, value: button.value }
    if (isMore) return { kind: thread.length > 0 ? 'thread' : 'nothing' }
    return { kind: readNamedPaper(text) === null ? 'command' : 'link', text }
  }

  /** What can be typed in place of pressing a button. */
  const offered = () =>
    buttons.flatMap((button) =>
      'url' in button || FOR_OTHERS.has(button.action) ? [] : [[nameOf(button), button] as const],
    )

  return {
    show,
    read,
    names: () => offered().flatMap(([name]) => (name === 'more' ? [] : [name])),
    takeThread: () => thread.splice(0),
  }
}

/** “Cite 5” is `cite`, since `cite 5` is the fifth; what types for somebody is what it types. */
const nameOf = ({ label, action, value }: Exclude<Button, { url: string }>): string =>
  (action === 'ask' && value !== '' ? value : label.replace(/ \d+$/, '').replaceAll('’', "'")).toLowerCase()

/** Opens the paper, or answers “Which one?”. */
function choiceOf({ buttons: [only, ...others] }: Card, paper: PaperId): { action: string; value: string } {
  const isChoice = only && 'action' in only && others.length === 0 && CHOICES.has(only.action)
  return isChoice ? { action: only.action, value: only.value } : { action: 'abstract', value: paper }
}
