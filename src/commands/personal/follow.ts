import { randomUUID } from 'node:crypto'
import type { Place, Reply } from '../../core/chat.ts'
import { type Button, type Card, lineOf } from '../../core/message.ts'
import { barePaper } from '../../core/paper.ts'
import { type Follow, insertFollow, listFollows, removeFollow } from '../../library/follows/follows.ts'
import { matches } from '../../search/matches.ts'
import { parseQuery } from '../../search/query/parse.ts'
import { refuse } from '../caps.ts'
import { onPaper } from '../reading/find-paper.ts'
import { askButton, inDirectMessages, reply, showList } from '../replies.ts'
import { problemOfSearch } from '../settings/setting-field.ts'
import { type Asker, anyWords, type CommandContext, type RunAction, type Verb } from '../verb.ts'

const MAX_FOLLOWS = 30
const HERE = /^here\s+(?=\S)/i

export const follow: Verb = {
  name: 'follow',
  usage: 'follow [here] WORDS',
  does: 'a direct message on a match',
  cap: 'follow',
  isForTeams: true,
  parse: (rest) => (rest.toLowerCase() === 'here' ? null : [rest]),
  near: (rest) => (rest.toLowerCase() === 'here' ? [] : null),
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
  cap: null,
  isForTeams: true,
  parse: anyWords,
  async run({ store }, { person }, [words = '']) {
    const wanted = oneLine(words).toLowerCase()
    const found = (await listFollows(store.db, { person })).find(({ query }) => query.toLowerCase() === wanted)
    if (!found) return reply(`You do not follow “${words}”.`, askButton('What you follow', 'follow'))
    await removeFollow(store.db, found)
    return reply(`You no longer follow “${found.query}”.`)
  },
}

export const unfollowAction: RunAction = async ({ store, mayManage }, { channel, person, value }) => {
  const known = [...(await listFollows(store.db, { person })), ...(await listFollows(store.db, { channel }))]
  const found = known.find(({ id }) => id === value)
  if (!found) return reply('That is not followed any more.')
  if ('channel' in found.to && !(await mayManage(channel, person)))
    return reply('That is for people who manage this channel.')
  await removeFollow(store.db, found)
  return reply(`“${found.query}” is no longer followed.`)
}

/** Whoever presses it hears what becomes of one paper. */
export const watch = onPaper(async ({ store, now }, paper, { channel, person }) => {
  const query = `changes of ${paper.title}`
  const follow: Follow = { id: randomUUID(), to: { person }, query, channel, createdAt: now(), paper: paper.id }
  if (!(await insertFollow(store.db, follow)))
    return reply('You follow this paper already.', askButton('What you follow', 'follow'))
  const note =
    'A direct message tells you when its code, model or dataset comes out, or when it is withdrawn or retracted.'
  return reply(note, removeButton(follow))
})

async function followForPerson(context: CommandContext, asked: Asker, words: string): Promise<Reply> {
  const added = await addFollow(context, asked, { person: asked.person }, words)
  if (typeof added === 'string') return reply(added)
  const note = `You follow “${added.query}”: new papers that match come by direct message, once a day at most.`
  return reply(note, removeButton(added))
}

/** The answer is public: everybody in the channel sees who chose it. */
async function followForChannel(context: CommandContext, asked: Asker, words: string): Promise<Reply> {
  const { channel, person } = asked
  if (context.isDirect(channel)) return inDirectMessages(context, channel, 'follow here')
  const refusal = 'What a channel follows is for people who manage it. `/papers follow WORDS` is for yourself.'
  if (!(await context.mayManage(channel, person)))
    return refuse(context, asked, refusal, askButton('Follow it yourself', `follow ${words}`))
  const added = await addFollow(context, asked, { channel }, words)
  if (typeof added === 'string') return reply(added)
  const rhythm = 'what matches and was not posted comes in one message a day at most.'
  return { ...reply(`This channel follows “${added.query}”: ${rhythm}`, removeButton(added)), to: 'channel' }
}

/** A sentence when it cannot be followed. */
async function addFollow({ store, now }: CommandContext, { channel }: Asker, to: Place, words: string) {
  const query = oneLine(words)
  const parsed = parseQuery(query, now())
  const problem = parsed.problems[0] ?? problemOfSearch(query)
  if (problem !== null) return problem
  // A search that finds even an empty paper asks for nothing.
  if (matches(parsed, barePaper('url:'), { upvotes: 0 }))
    return `Every new paper would match “${query}”: say a word, an author or a category that it must have.`
  const known = (await listFollows(store.db, to)).filter(({ paper }) => paper === null)
  if (known.length >= MAX_FOLLOWS)
    return `${MAX_FOLLOWS} searches are followed already; remove one first: \`/papers follow\`.`
  const follow = { id: randomUUID(), to, query, channel, createdAt: now(), paper: null }
  return (await insertFollow(store.db, follow)) ? follow : `“${query}” is followed already.`
}

async function showFollows({ store }: CommandContext, { channel, person }: Asker): Promise<Reply> {
  const own = (await listFollows(store.db, { person })).map((one) => followCard(one, 'by you'))
  const shared = (await listFollows(store.db, { channel })).map((one) => followCard(one, 'by this channel'))
  const cards = [...own, ...shared]
  if (cards.length === 0)
    return reply(
      'You follow nothing yet. `/papers follow "offline rl" author:lecun` sends you new papers that match.',
      askButton('Help', 'help'),
    )
  const note = '`/papers follow WORDS` follows more; `/papers unfollow WORDS` ends it.'
  return showList({ heading: 'Followed', cards, note })
}

const followCard = (one: Follow, whose: string): Card => ({
  ...lineOf(one.query),
  facts: [whose],
  buttons: [removeButton(one)],
})

const removeButton = ({ id }: Follow): Button => ({ label: 'Remove', action: 'unfollow', value: id })

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ')
