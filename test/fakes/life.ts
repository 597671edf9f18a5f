import { ownFeedKey } from '../../src/access/feed-keys.ts'
import { inviteToChannel, mailboxOf } from '../../src/access/invited-readers.ts'
import { takeFromLimit } from '../../src/access/rate-limits.ts'
import { createArchiveLinks, createLetterLinks } from '../../src/access/reader-links.ts'
import { createSigner } from '../../src/access/signed-links.ts'
import { actions, forms } from '../../src/commands/actions.ts'
import { createHandlers } from '../../src/commands/handlers.ts'
import { verbs } from '../../src/commands/table.ts'
import { defaultMeeting } from '../../src/commands/team/meeting-form.ts'
import type { ChannelId, PersonId, PostRef } from '../../src/core/chat.ts'
import { nextMeeting } from '../../src/meetings/meeting.ts'
import { recordFormerMember } from '../../src/meetings/presenters.ts'
import { saveTeamSettings } from '../../src/voting/voter-groups.ts'
import { aPaper, aSighting } from '../fixtures/papers.ts'
import type { openSlackBot } from './slack/bot.ts'

type Bot = Awaited<ReturnType<typeof openSlackBot>>

const CHANNEL: ChannelId = 'slack:T1/C1'
const signer = createSigner('a secret of some length')
const archive = createArchiveLinks(signer, 'https://papers.example', Date.now)
const letters = createLetterLinks(signer, 'https://papers.example', Date.now, (address) => `email:${address}` as const)
const today = new Date().toISOString().slice(0, 10)
const PAPER = '2603.00000'

/** What is asked of each verb. One that is missing here is asked for by `typesEverything`. */
const texts: Record<string, string[]> = {
  search: ['search agents'],
  '': [''],
  top: ['top week'],
  why: [`why ${PAPER}`],
  ask: [`ask ${PAPER}: what does <@U1> say?`],
  add: ['add 2603.10000'],
  saved: ['saved'],
  agenda: ['agenda', 'agenda settings reminder 20'],
  present: [`present ${PAPER}`],
  done: [`done ${PAPER}`],
  follow: ['follow agents'],
  unfollow: ['unfollow everything'],
  email: ['email ada@example.org daily'],
  web: ['web', 'web keys'],
  cite: [`cite ${PAPER}`],
  privacy: ['privacy'],
  forget: ['forget me'],
  subscribe: ['subscribe'],
  unsubscribe: ['unsubscribe'],
  pause: ['pause'],
  resume: ['resume'],
  settings: [
    'settings papers 3',
    'settings time 08:30',
    'settings managers slack:T1/U1 slack:T1/U2',
    'settings speakers slack:T1/U1 slack:T1/U2 slack:T1/UGUEST',
  ],
  team: ['team', 'team votes 👍 🔥', 'team link', 'team unlink'],
  help: ['help'],
}

/** What would take the traces of the others away. */
const LATER = ['unsubscribe', 'pause', 'subscribe', 'resume']

const answers: Record<string, string> = {
  reason: 'It says the opposite, says <@U1>.',
  question: 'What does <@U1> say?',
  verdict: 'Worth building on, says <@U1>.',
  paper: PAPER,
  papers: '3',
}

/** A person of Slack's T1 types, presses, fills in, reacts to and keeps whatever can be, and is asked to present. */
export async function doEverything(bot: Bot, person: PersonId): Promise<void> {
  const { store } = bot
  const handlers = createHandlers({ ...bot, archive, letters }, { wake() {} })
  const here = { channel: CHANNEL, person }
  const user = person.slice(person.indexOf('/') + 1)
  const post = bot.post(`Paper ${PAPER}`)
  const ref: PostRef = { channel: CHANNEL, id: post.ts }
  bot.papers.set('arxiv:2603.10000', aPaper('2603.10000'))
  for (const emoji of ['+1', 'bookmark', 'raising_hand']) await bot.react(post, emoji, { user })
  for (const [author, keeper, id] of [
    [person, 'slack:T1/U2', `8.1${user}`],
    ['slack:T1/U2', person, `8.2${user}`],
  ] as const)
    await handlers.onKeep({
      channel: CHANNEL,
      person: keeper,
      author,
      text: `As <@${user}> says: read it.`,
      post: { channel: CHANNEL, id },
      thread: ref,
    })
  for (const cause of ['asked', 'seen'] as const)
    await handlers.onPaperLink({ ...here, cause, text: `https://arxiv.org/abs/${PAPER}`, post: ref })
  const untold = verbs.map(({ name }) => name).toSorted((a, b) => LATER.indexOf(a) - LATER.indexOf(b))
  for (const name of untold) {
    const asked = texts[name]
    if (!asked) throw new Error(`Say in test/fakes/life.ts what is asked of “${name}”.`)
    for (const text of asked) await handlers.onCommand({ ...here, text })
    await handlers.onSuggest({ ...here, text: `${name} a` })
  }
  await ownFeedKey(store.db, CHANNEL, person, Date.now())
  await inviteToChannel(store.db, { channel: CHANNEL, reader: mailboxOf(person), by: person, now: Date.now() })
  const meeting = { ...defaultMeeting(CHANNEL, 'UTC'), ahead: 144, hours: '00:00-00:00' }
  await saveTeamSettings(store.db, 'slack:T1', { meeting })
  const meetsAt = nextMeeting(meeting, Date.now())?.at ?? 0
  await bot.meet(meetsAt - 1000)
  const date = new Date(meetsAt).toISOString().slice(0, 10)
  const values = [`arxiv:${PAPER}`, `${date} slack:T1 arxiv:${PAPER}`, 'search:0:agents', 'agents', 'me']
  for (const name of Object.keys(actions).filter((name) => !/^(forget|remember|drop|swap)$/.test(name)))
    for (const value of values) await handlers.onAction({ ...here, action: name, value, post: ref })
  for (const name of Object.keys(forms))
    for (const about of values) await handlers.onForm({ ...here, form: `${name}:${about}`, values: answers })
  await handlers.onAction({ ...here, action: 'present', value: values[1] ?? '', post: ref })
  await bot.meet(meetsAt)
  await recordFormerMember(store.db, 'slack:T1', person, Date.now())
  bot.source.sightings.push(aSighting(`2603.2000${user.length}`, today, { paper: { title: 'Agents at last' } }))
  await bot.at(`${today}T12:30:00Z`)
  // Slack is no place that strangers walk into.
  await takeFromLimit(store, { action: 'share', ...here, perPerson: 1, perChannel: 9 })
  // Still owed when it ends.
  await handlers.onCommand({ ...here, text: `cite ${PAPER}` })
}
