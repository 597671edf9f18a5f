import type { PersonId } from './chat.ts'
import type { PaperId } from './paper.ts'
import type { Picture } from './paper-facts.ts'

/** A run of text; `strong` marks what a search matched. Plain text: adapters escape. */
export type Span = { text: string; strong: boolean }

export type Link = { label: string; url: string }

/** `action` and `value` come back in `onAction`. */
export type Button = { label: string; action: string; value: string } | { label: string; url: string }

/** Where a long answer stands; `cursor` comes back in `onAction` for more. */
export type Page = { from: number; to: number; total: number; cursor: string | null }

/** “Presented by @Ada”. `rings`: they are notified. Platforms that only name people by notifying leave others out. */
export type Mention = { label: string; person: PersonId; rings: boolean }

/** One paper, or one line of a list. */
export type Card = {
  paper: PaperId | null
  /** `full` is a post of its own, `line` one entry of a list. */
  size: 'full' | 'line'
  /** The number before the title in lists. */
  rank: number | null
  title: Span[]
  url: string | null
  /** “Kaituo Feng, Manyuan Zhang + 8” */
  byline: string | null
  /** “34 upvotes”, “1 comment”, “3 👍 in #papers” */
  facts: string[]
  /** The summary, a point a line. */
  lines: string[]
  excerpt: Span[] | null
  mention: Mention | null
  links: Link[]
  picture: Picture | null
  buttons: Button[]
}

/** One flat record of what a post says; adapters decide how it looks. Core shortens, adapters escape. */
export type Message = {
  kind: 'heading' | 'paper' | 'list' | 'results' | 'agenda' | 'alert' | 'notice'
  heading: string | null
  cards: Card[]
  note: string | null
  buttons: Button[]
  page: Page | null
}

export type FormField = {
  name: string
  label: string
  hint: string | null
  /**
   * Of a channel or a role: its id on the platform and, after a space, its name where that is known. Of people: whole
   * ids. People and roles are one a line. A submission brings the same.
   */
  value: string
  isRequired: boolean
  input: FieldInput
}

export type Choice = { value: string; label: string }

export type ChoiceGroup = { label: string; choices: Choice[] }

/** How a field is filled in. Where a platform has no such input, or not for so many choices, the value is typed. */
export type FieldInput =
  | { kind: 'text' }
  /** `HH:MM` */
  | { kind: 'time' }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'one'; choices: Choice[] }
  /** One a line. */
  | { kind: 'several'; choices: Choice[] }
  /** One of hundreds, found by typing some of it. */
  | { kind: 'search'; groups: ChoiceGroup[] }
  | { kind: 'channel' }
  /** Several, and roles where there are such; it goes with the field before it. */
  | { kind: 'people' }

export const choicesOf = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }))

/** A dialog where the platform has them, else a text of what can be typed: nothing is asked one by one. */
export type Form = { id: string; title: string; fields: FormField[]; submit: string }

export const plain = (text: string): Span[] => [{ text, strong: false }]

export const lineOf = (text: string): Card => ({
  paper: null,
  size: 'line',
  rank: null,
  title: plain(text),
  url: null,
  byline: null,
  facts: [],
  lines: [],
  excerpt: null,
  mention: null,
  links: [],
  picture: null,
  buttons: [],
})

/** A bold line that heads the lines below it. */
export const headingLine = (text: string): Card => ({ ...lineOf(''), title: [{ text, strong: true }] })

export const messageOf = (given: Pick<Message, 'kind'> & Partial<Message>): Message => ({
  heading: null,
  cards: [],
  note: null,
  buttons: [],
  page: null,
  ...given,
})

export const notice = (note: string): Message => messageOf({ kind: 'notice', note })
