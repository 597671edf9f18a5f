import { randomUUID } from 'node:crypto'
import type { Reply } from '../../core/chat.ts'
import { type Card, lineOf, notice } from '../../core/message.ts'
import { barePaper } from '../../core/paper.ts'
import { type Follow, insertFollow, listFollows, removeFollow } from '../../library/follows/follows.ts'
import { matches } from '../../search/matches.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { type ActionVerb, type Asker, type CommandContext, reply, type Verb } from '../verb.ts'

const MAX_FOLLOWS = 30
const HERE = /^here\s+(?=\S)/i

export const follow: Verb = {
  name: 'follow',
  usage: 'follow WORDS',
  does: 'a direct message on a match; unfollow',
  access: 'anyone',
  parse: (rest) => [rest],
  run: async (context, asked, [words = '']) => {
    if (words === '') return showFollows(context, asked)
    return HERE.test(words)
      ? followForChannel(context, asked, words.replace(HERE, ''))
      : followForPerson(context, asked, words)
  },
}

export const unfollow: Verb = {
  name: 'unfollow',
  usage: 'unfollow WORDS',
  does: 'no more of these',
  access: 'anyone',
  parse: (rest) => (rest === '' ? null : [rest]),
  async run(context, asked, [words = '']) {
    const wanted = oneLine(words).toLowerCase()
    const found = (await ownFollows(context, asked)).find(({ query }) => query.toLowerCase() === wanted)
    if (!found) return reply(`You do not follow “${words}”. \`/papers follow\` shows what you follow.`)
    await removeFollow(context.store.db, found)
    return reply(`You no longer follow “${found.query}”.`)
  },
}

export const unfollowAction: ActionVerb = {
  name: 'unfollow',
  access: 'anyone',
  async run(context, asked) {
    const known = [...(await ownFollows(context, asked)), ...(await listFollows(context.store.db, asked.channel))]
    const found = known.find(({ id }) => id === asked.value)
    if (!found) return reply('That is not followed any more.')
    if (found.place === asked.channel && !(await context.mayManage(asked.channel, asked.person)))
      return reply('That is for people who manage this channel.')
    await removeFollow(context.store.db, found)
    return reply(`“${found.query}” is no longer followed.`)
  },
}

async function followForPerson(context: CommandContext, asked: Asker, words: string): Promise<Reply> {
  const added = await addFollow(context, asked, asked.person, words)
  if (typeof added === 'string') return reply(added)
  return {
    message: {
      ...notice(`You follow “${added.query}”: new papers that match come by direct message, once a day at most.`),
      buttons: [removeButton(added)],
    },
    to: 'asker',
  }
}

/** Everybody there sees who chose it: the answer is public. */
async function followForChannel(context: CommandContext, asked: Asker, words: string): Promise<Reply> {
  if (!(await context.mayManage(asked.channel, asked.person)))
    return reply('What a channel follows is for people who manage it. `/papers follow WORDS` is for yourself.')
  const added = await addFollow(context, asked, asked.channel, words)
  if (typeof added === 'string') return reply(added)
  return {
    message: {
      ...notice(
        `This channel follows “${added.query}”: what matches and was not posted comes in one message a day at most.`,
      ),
      buttons: [removeButton(added)],
    },
    to: 'channel',
  }
}

/** A sentence when it cannot be followed. */
async function addFollow(
  { store, now }: CommandContext,
  { channel }: Asker,
  place: Follow['place'],
  words: string,
): Promise<Follow | string> {
  const query = oneLine(words)
  const [problem] = parseQuery(query, now()).problems
  if (problem !== undefined) return problem
  if (matches(parseQuery(query, now()), EMPTY_PAPER, { upvotes: 0 }))
    return `Every new paper would match “${query}”: say a word, an author or a category that it must have.`
  const known = await listFollows(store.db, place)
  if (known.length >= MAX_FOLLOWS)
    return `${MAX_FOLLOWS} searches are followed already; remove one first: \`/papers follow\`.`
  const follow = { id: randomUUID(), place, query, channel, createdAt: now() }
  return (await insertFollow(store.db, follow)) ? follow : `“${query}” is followed already.`
}

/** A search that finds even this asks for nothing. */
const EMPTY_PAPER = barePaper('url:')

async function showFollows(context: CommandContext, asked: Asker): Promise<Reply> {
  const own = await ownFollows(context, asked)
  const shared = await listFollows(context.store.db, asked.channel)
  if (own.length + shared.length === 0)
    return reply('You follow nothing yet. `/papers follow "offline rl" author:lecun` sends you new papers that match.')
  return {
    message: {
      ...notice(''),
      kind: 'list',
      heading: 'Followed',
      cards: [
        ...own.map((one) => followCard(one, 'by you')),
        ...shared.map((one) => followCard(one, 'by this channel')),
      ],
      note: '`/papers follow WORDS` follows more; `/papers unfollow WORDS` ends it.',
    },
    to: 'asker',
  }
}

const followCard = (one: Follow, whose: string): Card => ({
  ...lineOf(one.query),
  facts: [whose],
  buttons: [removeButton(one)],
})

const removeButton = ({ id }: Follow) => ({ label: 'Remove', action: 'unfollow', value: id })

const ownFollows = ({ store }: CommandContext, { person }: Asker): Promise<Follow[]> => listFollows(store.db, person)

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')
