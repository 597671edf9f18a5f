import { discord } from '../../adapters/discord/setup.ts'
import { email } from '../../adapters/email/setup.ts'
import { slack } from '../../adapters/slack/setup.ts'
import { terminal } from '../../adapters/terminal/setup.ts'
import { traitsAmong } from '../../src/core/setup.ts'

/** What the real platforms are like. */
export const traitsOf = traitsAmong([slack, discord, email, terminal])
