import type { Action, Reply, Submission } from '../chat.ts'
import { forWhom, isAllowed } from './access.ts'
import { addAction } from './add.ts'
import { meetingSubmitted } from './agenda.ts'
import { declineAction, dropAction, presentAction, swapAction } from './agenda-buttons.ts'
import { bring } from './bring.ts'
import { overCap, spends } from './caps.ts'
import { citeAction } from './cite.ts'
import { doneAction, verdictSubmitted } from './done.ts'
import { elsewhereAction, elsewhereSubmitted } from './elsewhere.ts'
import { unfollowAction } from './follow.ts'
import { home } from './home.ts'
import { noteSubmitted, removeNoteAction } from './notes.ts'
import { outside } from './outside.ts'
import { abstract, similar, whyAction } from './paper.ts'
import { unofferAction } from './present.ts'
import { forgetAction, rememberAction } from './privacy.ts'
import { save, showSaved, unsave } from './saved.ts'
import { shareSearch, showPage } from './search.ts'
import { saveSettingsAction, settingsSubmitted, undoSettingsAction } from './settings.ts'
import { type ActionVerb, type CommandContext, type FormVerb, say } from './verb.ts'
import { withdrawKeyAction } from './web.ts'
import { wrong, wrongSubmitted } from './wrong.ts'

/** The next page of whatever the cursor says: `search:<offset>:<query>`, `saved:<offset>:`. */
const more: ActionVerb = {
  name: 'more',
  access: 'anyone',
  async run(context, asked) {
    const { value, person } = asked
    const [, of = '', offset = '0', rest = ''] = /^(\w+):(\d+):([\s\S]*)$/.exec(value) ?? []
    if (of === 'saved') return showSaved(context, person, Number(offset))
    if (of === 'search') return { message: await showPage(context, asked, rest, Number(offset)), to: 'asker' }
    return say('That list is over. Please ask again.')
  },
}

/** The one table of what buttons and menus do, on every platform. */
export const actions: ActionVerb[] = [
  abstract,
  wrong,
  similar,
  whyAction,
  save,
  unsave,
  citeAction,
  bring,
  presentAction,
  declineAction,
  swapAction,
  dropAction,
  unofferAction,
  doneAction,
  addAction,
  removeNoteAction,
  unfollowAction,
  forgetAction,
  rememberAction,
  more,
  shareSearch,
  outside,
  home,
  saveSettingsAction,
  undoSettingsAction,
  elsewhereAction,
  withdrawKeyAction,
]

export function createActions(context: CommandContext): (action: Action) => Promise<Reply | null> {
  return async (asked) => {
    const verb = actions.find(({ name }) => name === asked.action)
    // A button of an older version may still hang on an old post.
    if (!verb) return say('That button is from an older Paperboy and does nothing any more.')
    if (!(await isAllowed(context, verb.access, asked))) return say(`That is for ${forWhom[verb.access]}.`)
    const over = await overCap(context, spends[`button ${verb.name}`], asked)
    return over === null ? verb.run(context, asked) : say(over)
  }
}

/** The one table of forms that come back. */
export const forms: FormVerb[] = [
  settingsSubmitted,
  elsewhereSubmitted,
  meetingSubmitted,
  verdictSubmitted,
  noteSubmitted,
  wrongSubmitted,
]

export function createForms(
  context: CommandContext,
): (submission: Submission) => Promise<Reply | { errors: Record<string, string> }> {
  return async (submission) => {
    const [, name, about = ''] = /^([\w-]+):?([\s\S]*)$/.exec(submission.form) ?? []
    const form = forms.find((one) => one.name === name)
    if (!form) return say('Nothing here asks for that form.')
    if (!(await isAllowed(context, form.access, submission))) return say(`That is for ${forWhom[form.access]}.`)
    const over = await overCap(context, spends[`form ${form.name}`], submission)
    return over === null ? form.submit(context, submission, about) : say(over)
  }
}
