import { z } from 'zod'
import type { Traits } from '../core/setup.ts'

const person = z.templateLiteral([z.string(), ':', z.string()])

/** With nobody in it, it means the admins alone. */
export const named = z.object({
  people: z.array(person),
  roles: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** Whom a setting means beside administrators. `everyone` are those who belong there and see the channel. */
export const who = z.union([z.literal('everyone'), named])

export type Who = z.output<typeof who>

export const ADMINS: Who = { people: [], roles: [] }

/** Who changes a channel that says nothing of it: colleagues, and where strangers walk in the admins. */
export const usualManagers = ({ isOpen }: Pick<Traits, 'isOpen'>): Who => (isOpen ? ADMINS : 'everyone')
