// Long patterns are written as several short ones.

/** The source of a pattern that matches what any of these does. */
export const either = (...patterns: RegExp[]): string => `(?:${patterns.map(({ source }) => source).join('|')})`

export const anyOf = (...patterns: RegExp[]): RegExp => new RegExp(either(...patterns), 'i')

/** What ends with any of these: a lookbehind, so that only the end is read. */
export const atEnd = (...patterns: RegExp[]): RegExp => new RegExp(`(?<=${either(...patterns)})$`, 'i')

/** What any of these matches from the start of a word; to ask for that once takes half the time. */
export const anyStem = (...patterns: RegExp[]): RegExp => new RegExp(`\\b${either(...patterns)}`, 'i')

/** Whole words that any of these matches. */
export const anyWord = (...patterns: RegExp[]): RegExp => new RegExp(`\\b${either(...patterns)}\\b`, 'i')

export const wordSet = (...lines: string[]): Set<string> => new Set(lines.join(' ').split(' '))
