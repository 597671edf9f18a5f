import { forgottenOf } from '../../access/forgotten.ts'
import { notice } from '../../core/message.ts'
import { forgetPerson, rememberPerson } from '../../privacy/forget.ts'
import { askButton, reply, show } from '../replies.ts'
import { noArguments, type RunAction, type Verb } from '../verb.ts'

const PRIVACY = [
  'Your 👍, 🔖 and 🙋 stand on the post, for everybody who sees it. Elsewhere votes are counts, never names.',
  'What you saved and what you follow: you alone.',
  'A note is a message that somebody kept: those see it who see the channel where it was written. ' +
    'Who wrote it or kept it can remove it, in the paper’s Abstract.',
  'A paper you suggest and one you present say so in their posts. Settings you change are announced there.',
  '`/papers web` gives a link to the archive: ' +
    'anyone who opens it within seven days sees what everybody in this channel may see, and no names, ' +
    'until they stay away for 35 days. A key to its feeds is yours until you withdraw it: `/papers web keys`.',
  'Who manages this channel can let somebody read the same by mail; the channel is told, ' +
    'and `/papers email readers` lists them.',
  'What you search for is not kept; only where a text is long, its buttons need it, for a week, without your name. ' +
    'Messages are not read, but for pasted links in channels that asked for replies to them.',
  'Nothing reaches another workspace or server. Where admins of two link them, votes add up, as counts.',
  '`/papers forget me` deletes what names you.',
]

const modelDisclosure = (model: string): string =>
  `Free words of a search go to the model ${model}, which says what they mean. ` +
  'Who asks does not, nor filters, phrases and channels.'

export const privacy: Verb = {
  name: 'privacy',
  usage: 'privacy',
  does: 'who sees what',
  cap: null,
  parse: noArguments,
  async run({ store, search }, { person }) {
    const isForgotten = (await forgottenOf(store.db, [person])).has(person)
    const lines = search.model === null ? PRIVACY : [...PRIVACY, modelDisclosure(search.model)]
    const message = { ...notice(lines.map((line) => `• ${line}`).join('\n')), heading: 'Who sees what' }
    return show({ ...message, buttons: [isForgotten ? REMEMBER : askButton('Forget me', 'forget me')] })
  },
}

const FORGET_WARNING = [
  'This deletes your votes, your list, what you follow, your keys to feeds, your offers ' +
    'and your changes of settings, and takes your name off notes, discussions and suggestions, at once and for good. ' +
    'From then on your reactions count for nothing here; a keyed hash of your account is kept to know that.',
  'It cannot take back what stands on the platform itself: your reactions, and posts that name you. ' +
    'Backups keep it until they expire.',
].join('\n')

export const forget: Verb = {
  name: 'forget',
  usage: 'forget me',
  does: 'delete what names you',
  cap: null,
  parse: (rest) => (rest.toLowerCase() === 'me' ? [] : null),
  near: (rest) => (/^(me+|myself|us|everything)\W*$/i.test(rest) ? ['me'] : null),
  run: async () => reply(FORGET_WARNING, { label: 'Forget me', action: 'forget', value: 'me' }),
}

export const forgetAction: RunAction = async ({ store, now, log }, { person }) => {
  await store.write((db) => forgetPerson(db, person, now()))
  log.info('somebody was forgotten')
  return reply('Forgotten. What you do by command from now on is kept again.', REMEMBER)
}

export const rememberAction: RunAction = async ({ store }, { person }) => {
  await rememberPerson(store.db, person)
  return reply('Your reactions count again from now on.')
}

const REMEMBER = { label: 'Count my reactions again', action: 'remember', value: 'me' }
