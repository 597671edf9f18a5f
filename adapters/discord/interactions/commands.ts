import {
  ApplicationCommandType as CommandType,
  InteractionContextType as Context,
  ApplicationCommandOptionType as OptionType,
  type RESTPutAPIApplicationCommandsJSONBody,
  Routes,
} from 'discord.js'
import { z } from 'zod'
import type { Rest } from '../connect.ts'

/** Its one option holds the whole line, so that the grammar is the same on every platform. */
export const COMMAND = 'papers'
/** The entries of a message’s menu. */
export const LOOK_UP = 'Look up paper'
export const KEEP_NOTE = 'Keep as note'

/** What Paperboy offers on Discord. */
export const commands: RESTPutAPIApplicationCommandsJSONBody = [
  {
    type: CommandType.ChatInput,
    name: COMMAND,
    description: 'Search papers, or today’s papers; /papers help shows the rest',
    contexts: [Context.Guild, Context.BotDM],
    options: [
      {
        type: OptionType.String,
        name: 'text',
        description: 'Words to search for, or a command such as help',
        required: false,
        autocomplete: true,
        max_length: 500,
      },
    ],
  },
  ...[LOOK_UP, KEEP_NOTE].map((name) => ({ type: CommandType.Message as const, name, contexts: [Context.Guild] })),
]

// The fields that are ours to set; Discord adds others.
const option = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  max_length: z.number().optional(),
})
const offered = z.array(
  z.object({
    type: z.number(),
    name: z.string(),
    description: z.string().default(''),
    contexts: z.array(z.number()).nullish(),
    options: z.array(option).default([]),
  }),
)

/**
 * Registers the commands when Discord holds others: what it holds is the record, whoever changed it. True when it had
 * to.
 */
export async function registerCommands(rest: Rest, application: string): Promise<boolean> {
  const held = offered.safeParse(await rest.call('GET', Routes.applicationCommands(application)))
  if (held.success && describe(held.data) === describe(offered.parse(commands))) return false
  await rest.call('PUT', Routes.applicationCommands(application), { body: commands })
  return true
}

const describe = (all: z.output<typeof offered>): string =>
  JSON.stringify(all.toSorted((a, b) => a.name.localeCompare(b.name)))
