import { deadline } from '../../wait.ts'
import { refusalOfView } from './blocks.ts'
import { refuse, SlackRefusal } from './refusal.ts'
import type { FakeWorkspace, View } from './workspace.ts'

type Args = Record<string, string>

function readView({ view = '' }: Args, type: 'modal' | 'home') {
  const parsed = JSON.parse(view)
  refuse(parsed.type === type ? refusalOfView(parsed) : { error: 'invalid_arguments', messages: [`not a ${type}`] })
  return parsed
}

let changes = 0
const keepView = ({ views }: FakeWorkspace, view: View): View => {
  const kept = { ...view, hash: `${Date.now()}.${++changes}` }
  views.push(kept)
  return kept
}

export function openView(workspace: FakeWorkspace, args: Args): View {
  const parsed = readView(args, 'modal')
  const pressed = takeTrigger(args.trigger_id)
  const id = `V${workspace.views.length + 1}`
  return keepView(workspace, { ...parsed, id, user: pressed.user, root_view_id: id, previous_view_id: null })
}

/** On top of the modal that was pressed in; at most three lie on one another. */
export function pushView(workspace: FakeWorkspace, args: Args): View {
  const parsed = readView(args, 'modal')
  const { user, view } = takeTrigger(args.trigger_id)
  if (view?.type !== 'modal') throw new SlackRefusal('not_found', ['pushed where no modal is open'])
  const below = (one: View | undefined): number =>
    one ? 1 + below(workspace.views.find(({ id }) => id === one.previous_view_id)) : 0
  if (below(view) >= 3) throw new SlackRefusal('push_limit_reached')
  const id = `V${workspace.views.length + 1}`
  const { root_view_id } = view
  return keepView(workspace, { ...parsed, id, user, root_view_id, previous_view_id: view.id })
}

export function updateView(workspace: FakeWorkspace, args: Args): View {
  const { view_id, external_id, hash } = args
  const parsed = readView(args, 'modal')
  if (!view_id === !external_id) throw new SlackRefusal('invalid_arguments', ['view_id or external_id'])
  const shown = workspace.views.findLast(({ id }) => id === view_id)
  if (shown?.type !== 'modal') throw new SlackRefusal('not_found')
  if (hash !== undefined && hash !== shown.hash) throw new SlackRefusal('hash_conflict')
  const { id, user, root_view_id, previous_view_id } = shown
  return keepView(workspace, { ...parsed, id, user, root_view_id, previous_view_id })
}

export function publishView(workspace: FakeWorkspace, args: Args): View {
  const parsed = readView(args, 'home')
  const user = args.user_id ?? ''
  const home = { ...parsed, id: `V-home-${user}`, user, hash: `${Date.now()}.${++changes}` }
  workspace.homes.set(user, home)
  return home
}

type Trigger = { at: number; user: string; view: View | null }

/** Good for one window each, for three seconds. */
const triggers = new Map<string, Trigger>()
const TRIGGER_MS = deadline(3_000)

/** `view`: where somebody pressed a button, if that was in one. */
export function createTrigger(user: string, view: View | null): string {
  const id = `trigger-${triggers.size + 1}-${Math.random()}`
  triggers.set(id, { at: performance.now(), user, view })
  return id
}

function takeTrigger(id: string | undefined): Trigger {
  const found = triggers.get(id ?? '')
  if (!id) throw new SlackRefusal('invalid_trigger_id')
  if (!found) throw new SlackRefusal('exchanged_trigger_id')
  triggers.delete(id)
  if (performance.now() - found.at > TRIGGER_MS) throw new SlackRefusal('expired_trigger_id')
  return found
}
