import { type Button, type Card, type Choice, type Form, type Message, notice } from '../../src/core/message.ts'

export const titleOf = ({ title }: Card): string => title.map(({ text }) => text).join('')

/** A bold line that heads the lines below it. */
export const isHeading = ({ title, rank, url }: Card): boolean =>
  rank === null && url === null && title.length > 0 && title.every(({ strong }) => strong)

/** “3. ” before a title; '' without a rank. */
export const rankOf = ({ rank }: Card): string => (rank === null ? '' : `${rank}. `)

export const factsOf = ({ byline, facts }: Card): string[] =>
  [byline ?? '', ...facts].filter((fact) => fact.trim() !== '')

/** A message’s buttons; where an answer goes on, the first is *More*. */
export const buttonsOf = ({ page, buttons }: Message): Button[] =>
  page?.cursor ? [{ label: 'More', action: 'more', value: page.cursor }, ...buttons] : buttons

/** Whether a platform shows these as a menu, of so many choices and values of so many characters. */
export const fitsMenu = (choices: Choice[], most: number, longest: number): boolean =>
  choices.length > 0 && choices.length <= most && choices.every(({ value }) => value.length <= longest)

/** A form where there are no modals: what can be typed instead. */
export const formText = ({ title, fields }: Form): Message => ({
  ...notice(fields.map(({ label, value, hint }) => `${label}: ${value.replaceAll('\n', ', ') || hint}`).join('\n')),
  heading: title,
})
