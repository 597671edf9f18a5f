import { isAllowed } from '../access/who-may.ts'
import { findChannel } from '../channels/channels.ts'
import { type Action, type ChannelId, type Reply, type Submission, teamOf } from '../core/chat.ts'
import { guard } from './caps.ts'
import { withdrawReaderAction } from './personal/email.ts'
import { unfollowAction, watch } from './personal/follow.ts'
import { forgetAction, rememberAction } from './personal/privacy.ts'
import { save, savedList, unsave } from './personal/saved.ts'
import { withdrawKeyAction } from './personal/web.ts'
import { answerAction, questionAction, questionSubmitted, shareAnswer } from './reading/ask.ts'
import { citeAction } from './reading/cite.ts'
import { abstract, similar, whyAction, wrong, wrongSubmitted } from './reading/paper.ts'
import { searchPageReply, shareSearch } from './reading/search.ts'
import { searchHuggingFaceAction } from './reading/search-hugging-face.ts'
import { showHome } from './reading/today.ts'
import { askIn, askOne, reply, show } from './replies.ts'
import { saveChange, settingsSubmitted, showProposed, showSettingsForm, undoChange } from './settings/settings.ts'
import { createCommands, helpMessage, verbs } from './table.ts'
import { addAction, bring } from './team/add.ts'
import { meetingSubmitted } from './team/agenda.ts'
import { acceptSwap, decline, drop, present, refuseSwap, swap } from './team/agenda-buttons.ts'
import { noteSubmitted, removeNoteAction } from './team/notes.ts'
import { doneAction, offerAction, unofferAction, verdictSubmitted } from './team/talks.ts'
import type { ActionVerb, CommandContext, FormVerb, RunAction, SubmitForm } from './verb.ts'

/** The next page of a list, by its cursor: `search:<offset>:<query>`, `saved:<offset>:`, `help:0:`. */
const more: RunAction = async (context, asked) => {
  const [, list = '', offset = '0', query = ''] = /^(\w+):(\d+):([\s\S]*)$/.exec(asked.value) ?? []
  if (list === 'help') return show(await helpMessage(context, asked, { whole: true }))
  if (list === 'saved') return show(await savedList(context, asked.person, Number(offset)))
  if (list === 'search') return show((await searchPageReply(context, asked, query, Number(offset))).message)
  return reply('That list is over. Please ask again.')
}

/**
 * What somebody would type after `/papers`, perhaps in another channel (`in <channel> …`); refused and counted as if
 * they had.
 */
const ask: RunAction = async (context, { channel, person, value }) => {
  const [, elsewhere, text = value] = /^in (\w+:\S+) ([\s\S]*)$/.exec(value) ?? []
  const place = (elsewhere ?? channel) as ChannelId
  if (teamOf(place) !== teamOf(channel)) return reply('That is about another workspace or server: ask there.')
  return createCommands(context)({ channel: place, person, text })
}

const pickChannel: RunAction = async (_, { value }) =>
  askOne(
    { id: `elsewhere:${value}`, title: 'Another channel', submit: 'Choose' },
    { name: 'channel', label: 'Channel', input: { kind: 'channel' } },
  )

const channelPicked: SubmitForm = async (context, { channel: here, person, values }, about) => {
  const [number = ''] = (values.channel ?? '').split(' ')
  const verb = verbs.find(({ name, isPickable }) => name === about && isPickable)
  if (!verb || number === '') return { errors: { channel: 'Choose a channel.' } }
  const channel = `${teamOf(here)}/${number}` as ChannelId
  if (!(await isAllowed(context, verb.access, { channel, person })))
    return reply('That is for people who manage that channel.')
  const answer = (await verb.run(context, { channel, person }, [])) ?? reply('There is nothing to choose.')
  if (channel === here || 'form' in answer) return answer
  const name = (await findChannel(context.store.db, channel))?.name
  const { message, to } = answer
  const buttons = message.buttons.map((button) => askIn(channel, button))
  return { message: { ...message, heading: message.heading ?? (name ? `#${name}` : 'That channel'), buttons }, to }
}

/** What buttons and menus do, on every platform. */
export const actions: Record<string, ActionVerb> = {
  abstract: { run: abstract, cap: null },
  wrong: { run: wrong, cap: null },
  similar: { run: similar, cap: null },
  why: { run: whyAction, cap: null },
  // The form is counted.
  question: { run: questionAction, cap: null },
  answer: { run: answerAction, cap: 'ask' },
  'share-answer': { run: shareAnswer, cap: 'share' },
  save: { run: save, cap: null },
  unsave: { run: unsave, cap: null },
  cite: { run: citeAction, cap: 'cite' },
  bring: { run: bring, cap: 'bring' },
  present: { run: present, cap: 'present' },
  decline: { run: decline, cap: 'decline' },
  'accept-swap': { run: acceptSwap, cap: 'decline' },
  'refuse-swap': { run: refuseSwap, cap: 'decline' },
  swap: { run: swap, access: 'manager', cap: 'manage' },
  drop: { run: drop, access: 'manager', cap: 'manage' },
  offer: { run: offerAction, cap: 'present' },
  unoffer: { run: unofferAction, cap: null },
  done: { run: doneAction, access: 'manager', cap: null },
  add: { run: addAction, access: 'manager-on-open-platforms', cap: 'add' },
  'remove-note': { run: removeNoteAction, cap: null },
  unfollow: { run: unfollowAction, cap: null },
  watch: { run: watch, cap: 'follow' },
  forget: { run: forgetAction, cap: null },
  remember: { run: rememberAction, cap: null },
  more: { run: more, cap: null },
  // The verb itself is counted.
  ask: { run: ask, cap: null },
  share: { run: shareSearch, cap: 'share' },
  outside: { run: searchHuggingFaceAction, cap: null },
  home: { run: showHome, cap: null },
  'settings-form': { run: showSettingsForm, cap: null },
  'settings-again': { run: showProposed, cap: null },
  'settings-save': { run: saveChange, cap: 'manage' },
  'settings-undo': { run: undoChange, access: 'manager', cap: 'manage' },
  elsewhere: { run: pickChannel, cap: null },
  'withdraw-key': { run: withdrawKeyAction, cap: null },
  'withdraw-reader': { run: withdrawReaderAction, cap: null },
}

export const createActions =
  (context: CommandContext) =>
  async (asked: Action): Promise<Reply | null> => {
    const verb = Object.hasOwn(actions, asked.action) && actions[asked.action]
    // A button of an older version may still hang on an old post.
    if (!verb) return reply('That button is from an older Paperboy and does nothing any more.')
    return (await guard(context, asked, verb)) ?? verb.run(context, asked)
  }

export const forms: Record<string, FormVerb> = {
  settings: { submit: settingsSubmitted, cap: 'manage' },
  elsewhere: { submit: channelPicked, cap: 'manage' },
  meeting: { submit: meetingSubmitted, access: 'manager', cap: 'manage' },
  verdict: { submit: verdictSubmitted, access: 'manager', cap: 'manage' },
  note: { submit: noteSubmitted, cap: 'keep' },
  wrong: { submit: wrongSubmitted, cap: 'report' },
  question: { submit: questionSubmitted, cap: 'ask' },
}

export const createForms =
  (context: CommandContext) =>
  async (submission: Submission): Promise<Reply | { errors: Record<string, string> }> => {
    const [, id = '', about = ''] = /^([\w-]+):?([\s\S]*)$/.exec(submission.form) ?? []
    const form = Object.hasOwn(forms, id) && forms[id]
    if (!form) return reply('Nothing here asks for that form.')
    return (await guard(context, submission, form)) ?? form.submit(context, submission, about)
  }
