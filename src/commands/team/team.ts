import { hash, randomInt } from 'node:crypto'
import { forWhom, isAllowed } from '../../access/who-may.ts'
import { findSubscribed, listChannels } from '../../channels/channels.ts'
import { DISCUSSED, emojiName, OFFER, SAVE, teamSettings, votingOf } from '../../channels/team-settings.ts'
import { type ChannelId, platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { DAY_MS } from '../../core/schedule.ts'
import type { TraitsOf } from '../../core/setup.ts'
import type { Db } from '../../db/db.ts'
import { BALLOT_DAYS } from '../../meetings/ballot.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { markTalliesDue } from '../../voting/update-tallies.ts'
import {
  agreeToLink,
  insertLinkCode,
  linkedTeams,
  saveTeamSettings,
  teamSettingsOf,
  teamsTogether,
  unlinkTeam,
} from '../../voting/voter-groups.ts'
import { announceChange, notSubscribed, reply } from '../replies.ts'
import { type Asker, type CommandContext, nearOneOf, type Verb } from '../verb.ts'

const CODE_MS = 3_600_000
/** Posts that left the ballot keep the tally that they show. */
const BALLOT_MS = BALLOT_DAYS * DAY_MS
/** Letters and digits that nobody mistakes for one another. */
const CODE_ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
/** What would mean two things at once. */
const MEANINGS: Record<string, string> = {
  [SAVE]: 'saves a paper',
  [OFFER]: 'offers to present',
  [DISCUSSED]: 'marks a paper discussed',
}
const LINK_FORM = /^link(?:\s+([a-z\d]{4}-[a-z\d]{4}))?$/i
const VOTES_FORM = /^votes((?:\s+\S+){1,5})$/i

export const team: Verb = {
  name: 'team',
  usage: 'team [link|unlink|votes 👍 …]',
  does: 'who votes together, and with what',
  cap: 'manage',
  access: 'manager',
  isForTeams: true,
  isForChannel: true,
  parse(rest) {
    if (rest === '' || rest === 'unlink') return [rest]
    const linked = LINK_FORM.exec(rest)
    if (linked) return ['link', linked[1] ?? '']
    const votes = VOTES_FORM.exec(rest)?.[1]?.trim()
    // Emoji alone: “team votes on …” is a search.
    return votes && !/(^|\s)[\p{L}\p{N}]/u.test(votes) ? ['votes', votes] : null
  },
  near: (rest) => (/^votes\b/i.test(rest) ? [] : nearOneOf(['link', 'unlink', 'votes'])(rest)),
  async run(context, asked, [what, value = '']) {
    // A conversation with one person is no team.
    if (!(await findSubscribed(context.store.db, asked.channel))) return notSubscribed()
    if (what === 'link' && !(await isAllowed(context, 'admin', asked))) return reply(`Linking is for ${forWhom.admin}.`)
    if (what === 'link') return value === '' ? issueLinkCode(context, asked) : linkTeam(context, asked, value)
    const isChange = what === 'unlink' || what === 'votes'
    if (isChange && !(await context.mayManageTeam(asked.channel, asked.person)))
      return reply(`Everyone manages this channel; that is for ${forWhom.admin}.`)
    if (what === 'unlink') return unlinkOwnTeam(context, asked)
    if (what === 'votes') return setVotingEmoji(context, asked, value)
    return showTeam(context, asked)
  },
}

async function showTeam({ store, traitsOf }: CommandContext, { channel }: Asker): Promise<Reply> {
  const [own, ...linked] = await teamsTogether(store.db, teamOf(channel))
  const names = linked.map((one) => one.team)
  const emoji = votingOf(own?.settings ?? {}).map(emojiName)
  const links =
    names.length > 0
      ? `Votes add up with those of ${namesOf(names, traitsOf)}; \`/papers team unlink\` ends that.`
      : 'Votes count for this team alone; `/papers team link` joins them with those of another workspace or server.'
  return reply(`${emoji.join(' ')} votes here; \`/papers team votes 👍 …\` changes it.\n${links}`)
}

async function issueLinkCode({ store, now }: CommandContext, { channel }: Asker): Promise<Reply> {
  const code = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')
  await insertLinkCode(store.db, { codeHash: hashCode(code), channel, expiresAt: now() + CODE_MS })
  const shown = `${code.slice(0, 4)}-${code.slice(4)}`
  return reply(
    `An admin of the other workspace or server types \`/papers team link ${shown}\` in a channel there, ` +
      'within an hour. Where either is linked already, an admin of each team does. The code is good for one link.',
  )
}

async function linkTeam(context: CommandContext, { channel }: Asker, code: string): Promise<Reply> {
  const { store, traitsOf, now } = context
  const own = teamOf(channel)
  const answer = await store.write(async (db) => {
    const codeHash = hashCode(code)
    const linking = await agreeToLink({ db, dialect: store.dialect }, { codeHash, channel }, now())
    if (linking.kind === 'refused')
      return 'That code is not good here: it is for one link, within an hour, with another workspace or server.'
    if (linking.kind === 'waiting') {
      if (linking.missing.length === 0) return 'Agreed. An admin of the team that joins types the same code.'
      const request =
        `${nameOf(own, traitsOf)} wishes to vote together with this team and those it is linked with. An admin here ` +
        `agrees with \`/papers team link ${code}\`, within the hour; until then nothing changes.`
      if (linking.isJoining) await announceToTeams(db, `ask:${codeHash}`, linking.missing, request, now())
      return `Agreed. Votes add up once an admin of ${namesOf(linking.missing, traitsOf)} types the same code, too.`
    }
    const { agreed } = linking
    await markTalliesDue(db, agreed.map(teamOf), now() - BALLOT_MS, now())
    const othersThan = (own: string) =>
      namesOf(
        agreed.map(teamOf).filter((team) => team !== own),
        traitsOf,
      )
    for (const place of agreed) {
      const text =
        `Votes here now add up with those of ${othersThan(teamOf(place))}, as admins of all wished. ` +
        'Counts are shared, names and channels are not. `/papers team unlink` ends it.'
      await tellTeam(db, `link:${codeHash}`, place, text, now())
    }
    return `Linked: votes add up with those of ${othersThan(own)}.`
  })
  await context.deliver()
  return reply(answer)
}

async function unlinkOwnTeam(context: CommandContext, { channel }: Asker): Promise<Reply> {
  const { store, traitsOf, now } = context
  const own = teamOf(channel)
  const [, ...others] = await linkedTeams(store.db, own)
  if (others.length === 0) return reply('This team is linked with no other.')
  const message = notice('Votes count for this team alone again.')
  await announceChange(context, { what: 'unlink', channel, message }, async (db) => {
    await unlinkTeam(db, own)
    await markTalliesDue(db, [own, ...others], now() - BALLOT_MS, now())
    const text = `Votes here no longer add up with those of ${nameOf(own, traitsOf)}: it left.`
    await announceToTeams(db, freshKey(`unlink:${own}`), others, text, now())
  })
  return reply('Unlinked: votes count for this team alone again.')
}

async function setVotingEmoji(context: CommandContext, { channel }: Asker, text: string): Promise<Reply> {
  const { store } = context
  const voting = [...new Set(text.split(/\s+/).map(normalizeEmoji))]
  const taken = voting.find((emoji) => Object.hasOwn(MEANINGS, emoji))
  if (taken) return reply(`${taken} ${MEANINGS[taken]} already: choose another emoji to vote with.`)
  const wrong = voting.find((emoji) => !isEmoji(emoji))
  if (wrong !== undefined)
    return reply(`“${wrong.slice(0, 40)}” is no emoji. \`/papers team votes 🔥\` takes one to five.`)
  const own = await teamSettingsOf(store.db, teamOf(channel))
  if (votingOf(own).join() === voting.join()) return reply(`Nothing changed: ${voting.join(' ')} votes here already.`)
  const settings = teamSettings.parse({ ...own, voting })
  const change = `${voting.map(emojiName).join(' ')} votes here from now on, also on what was posted before.`
  await announceChange(context, { what: 'votes', channel, message: notice(change) }, (db) =>
    saveTeamSettings(db, teamOf(channel), settings),
  )
  return reply(change)
}

/** `key` says which change it is: none is told twice in a channel. */
const tellTeam = (db: Db, key: string, channel: ChannelId, text: string, now: number): Promise<void> =>
  planMessage(db, { key: `team:${channel}:${key}`, to: { channel }, message: notice(text), now })

/** Teams where nobody typed anything hear of it in their first channel. */
async function announceToTeams(db: Db, key: string, teams: string[], text: string, now: number): Promise<void> {
  const channels = (await listChannels(db)).filter(({ state }) => state === 'active')
  for (const team of teams) {
    const place = channels.find((channel) => channel.team === team)
    if (place) await tellTeam(db, key, place.id, text, now)
  }
}

const namesOf = (teams: string[], traitsOf: TraitsOf): string =>
  teams.map((team) => nameOf(team, traitsOf)).join(' and ')

const nameOf = (team: string, traitsOf: TraitsOf): string => traitsOf(platformOf(team)).team

const hashCode = (code: string): string => hash('sha256', code.toUpperCase().replace('-', ''))

/** Some, such as ❤, are letters without the mark of a coloured picture. */
const isEmoji = (emoji: string): boolean =>
  /^:[\w+-]+:$/.test(emoji) || [emoji, `${emoji}\uFE0F`].some((one) => /^\p{RGI_Emoji}$/v.test(one))

/** As platforms name reactions: without skin tone, and a server's own emoji by its name. */
const normalizeEmoji = (emoji: string): string =>
  emoji.replace(/^<a?(:\w+:)\d+>$/, '$1').replaceAll(/[\u{1F3FB}-\u{1F3FF}\u{FE0F}]/gu, '')
