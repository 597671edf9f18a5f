import { z } from 'zod'
import type { ChannelId } from '../core/chat.ts'
import { isoDay } from '../core/paper.ts'
import { isTimezone } from '../core/schedule.ts'
import { CLOCK } from './settings.ts'

/** What votes where a team has chosen nothing else. */
export const VOTE = '👍'
/** Reactions that mean the same everywhere. */
export const SAVE = '🔖'
export const OFFER = '🙋'
export const DISCUSSED = '✅'

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A team's regular meeting, and how it is prepared. */
export const meetingSettings = z.object({
  channel: z.custom<ChannelId>((value) => typeof value === 'string' && value.includes(':')),
  day: z.enum(DAYS),
  time: z.string().regex(CLOCK),
  zone: z.string().refine(isTimezone),
  papers: z.int().min(1).max(5),
  /** Hours before the meeting that the agenda is posted. */
  ahead: z.int().min(1).max(144),
  /** Minutes before the meeting that people are reminded; 0: not at all. */
  reminder: z.int().min(0).max(720),
  /** Days without a meeting, or ranges of them: `2026-12-21..2027-01-03`. */
  off: z.array(z.string().refine((text) => text.split('..').every((day) => isoDay.safeParse(day).success))),
  /** When people may be mentioned and written to: `09:00-18:00`. */
  hours: z.string().refine((text) => /^[^-]+-[^-]+$/.test(text) && text.split('-').every((time) => CLOCK.test(time))),
})

export type MeetingSettings = z.output<typeof meetingSettings>

/** What people set for a team; what is missing is as Paperboy brings it. */
export const teamSettings = z
  .object({
    /** Emoji that vote; the first one is seeded. */
    voting: z.array(z.string().min(1)).min(1).max(5),
    meeting: meetingSettings,
  })
  .partial()

export type TeamSettings = z.output<typeof teamSettings>

export const votingOf = ({ voting }: TeamSettings): string[] => voting ?? [VOTE]

/** A server's own emoji is named in words: its picture is not at hand everywhere. */
export const emojiName = (emoji: string): string => emoji.replace(/^:(.+):$/, '$1')

/** “3 👍”, “1 vote” */
export const votesIn = (votes: number, emoji: string): string =>
  emoji.startsWith(':') ? `${votes} ${votes === 1 ? 'vote' : 'votes'}` : `${votes} ${emoji}`

export const howToVote = (emoji: string): string => `${emojiName(emoji)} on a paper says: I want to discuss this.`
