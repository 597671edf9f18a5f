import { hash, randomInt } from 'node:crypto'
import { type ChannelId, platformOf, type Reply, teamOf } from '../chat.ts'
import { teamSettings, votingOf } from '../discussion/settings.ts'
import { notice } from '../message.ts'
import { findChannel } from '../store/channels.ts'
import type { Db } from '../store/db.ts'
import { insertDeliveries } from '../store/deliveries.ts'
import { insertLinkCode, linkTeams, takeLinkCode, unlinkTeam } from '../store/links.ts'
import { saveTeamSettings, teamSettingsOf, teamsTogether } from '../store/teams.ts'
import { isAllowed } from './access.ts'
import { type Asked, type CommandContext, say, type Verb } from './verb.ts'

const CODE_MS = 3_600_000
/** Letters and digits that nobody mistakes for one another. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LINK = /^link(?:\s+([a-z\d]{4}-[a-z\d]{4}))?$/i
const VOTES = /^votes((?:\s+\S+){1,5})$/i

export const team: Verb = {
  name: 'team',
  usage: 'team [link|unlink|votes 👍 …]',
  does: 'who votes together, and with what',
  access: 'manager',
  parse(rest) {
    if (rest === '' || rest === 'unlink') return [rest]
    const linked = LINK.exec(rest)
    if (linked) return ['link', linked[1] ?? '']
    const votes = VOTES.exec(rest)?.[1]?.trim()
    // Emoji alone: “team votes on …” is a search.
    return votes && !/(^|\s)[\p{L}\p{N}]/u.test(votes) ? ['votes', votes] : null
  },
  async run(context, asked, [what, value = '']) {
    // A conversation with one person is no team.
    if (!(await findChannel(context.store.db, asked.channel))) return say('Ask in a channel that is subscribed.')
    if (what === 'link' && !(await isAllowed(context, 'admin', asked)))
      return say('Teams are linked by those who administer the whole workspace or server, on both sides.')
    if (what === 'link') return value === '' ? giveCode(context, asked) : link(context, asked, value)
    if (what === 'unlink') return unlink(context, asked)
    if (what === 'votes') return chooseVotes(context, asked, value)
    return describe(context, asked)
  },
}

async function describe({ store }: CommandContext, { channel }: Asked): Promise<Reply> {
  const [own, ...linked] = await teamsTogether(store.db, teamOf(channel))
  const others = linked.map((one) => nameOf(one.team)).join(' and ')
  return say(
    [
      `${votingOf(own?.settings ?? {}).join(' ')} votes here; \`/papers team votes 👍 …\` changes it.`,
      linked.length > 0
        ? `Votes add up with those of ${others}; \`/papers team unlink\` ends that.`
        : 'Votes count for this team alone; `/papers team link` joins them with those of another workspace or server.',
    ].join('\n'),
  )
}

async function giveCode({ store, now }: CommandContext, { channel }: Asked): Promise<Reply> {
  const code = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  await insertLinkCode(store.db, { codeHash: hashOf(code), channel, expiresAt: now() + CODE_MS })
  const shown = `${code.slice(0, 4)}-${code.slice(4)}`
  return say(
    `An admin of the other workspace or server types \`/papers team link ${shown}\` in a channel there, within an hour. The code is good once.`,
  )
}

async function link(context: CommandContext, { channel }: Asked, code: string): Promise<Reply> {
  const { store, now } = context
  const linked = await store.write(async (db) => {
    const other = await takeLinkCode(db, hashOf(code), now())
    if (!other || teamOf(other) === teamOf(channel)) return null
    await linkTeams(db, teamOf(other), teamOf(channel))
    await announce(db, `link:${hashOf(code)}`, other, joined(teamOf(channel)), now())
    await announce(db, `link:${hashOf(code)}`, channel, joined(teamOf(other)), now())
    return other
  })
  if (!linked)
    return say('That code is not good here: it is used once, within an hour, and in another workspace or server.')
  await context.deliver()
  return say(`Linked: votes add up with those of ${nameOf(teamOf(linked))}.`)
}

async function unlink(context: CommandContext, { channel }: Asked): Promise<Reply> {
  const { store, now } = context
  const others = await store.write(async (db) => {
    const others = await unlinkTeam(db, teamOf(channel))
    if (others.length > 0)
      await announce(db, `unlink:${now()}`, channel, 'Votes count for this team alone again.', now())
    return others
  })
  if (others.length === 0) return say('This team is linked with no other.')
  await context.deliver()
  return say('Unlinked: votes count for this team alone again.')
}

async function chooseVotes(context: CommandContext, { channel, person }: Asked, text: string): Promise<Reply> {
  const { store, now } = context
  const voting = [...new Set(text.split(/\s+/).map(plainEmoji))]
  const own = await teamSettingsOf(store.db, teamOf(channel))
  const settings = teamSettings.parse({ ...own, voting })
  const said = `${voting.join(' ')} votes here from now on, also on what was posted before.`
  await store.write(async (db) => {
    await saveTeamSettings(db, teamOf(channel), settings)
    await announce(db, `votes:${person}:${now()}`, channel, said, now())
  })
  await context.deliver()
  return say(said)
}

/** A change for the whole team is said where it was made. */
async function announce(db: Db, key: string, channel: ChannelId, text: string, now: number): Promise<void> {
  await insertDeliveries(db, [
    {
      key: `team:${channel}:${key}`,
      place: channel,
      team: teamOf(channel),
      seq: now * 1000,
      parent: null,
      subject: { kind: 'said', message: notice(text) },
      plannedAt: now,
    },
  ])
}

const joined = (other: string): string =>
  `Votes here now add up with those of ${nameOf(other)}, as admins of both wished. Counts are shared, names and channels are not. \`/papers team unlink\` ends it.`

const nameOf = (team: string): string =>
  ({ slack: 'a Slack workspace', discord: 'a Discord server' })[platformOf(team as ChannelId) as string] ??
  'another team'

const hashOf = (code: string): string => hash('sha256', code.toUpperCase().replace('-', ''))

/** As reactions are told of: without skin tone, and a server's own emoji by its name. */
const plainEmoji = (emoji: string): string =>
  emoji.replace(/^<a?(:\w+:)\d+>$/, '$1').replaceAll(/[\u{1F3FB}-\u{1F3FF}\u{FE0F}]/gu, '')
