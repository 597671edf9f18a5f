import type { PostRef, TextFile } from '../../../src/core/chat.ts'
import type { WebClient } from '../connect.ts'
import { partsOf } from '../ids.ts'
import type { Workspace } from '../workspaces/workspaces.ts'
import { isOwn } from './find.ts'
import type { History } from './history.ts'

const UPLOAD_TIMEOUT_MS = 10_000

export type Sharing = {
  client: WebClient
  workspace: Workspace
  files: TextFile[]
  /** The message they go with, and the thread they go into. */
  post: PostRef
  thread: string
}

/** Puts files into a thread, all at once. Not to be repeated without a look: Slack takes the same file twice. */
export async function shareFiles({ client, workspace: { token }, files, post, thread }: Sharing): Promise<void> {
  const uploaded: { id: string; title: string }[] = []
  for (const { name, text } of files) {
    const bytes = new TextEncoder().encode(text)
    const asked = { token, filename: name, length: bytes.length }
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal(asked)
    if (!url || !id) throw new Error('Slack did not say where the file goes.')
    await upload(url, bytes)
    uploaded.push({ id, title: name })
  }
  const [first, ...more] = uploaded
  if (!first) return
  const { local: channel_id } = partsOf(post.channel)
  await client.files.completeUploadExternal({ token, files: [first, ...more], channel_id, thread_ts: thread })
}

/** Whether they are there already: a crash between a message and its files leaves the message alone. */
export async function areShared(
  history: History,
  look: string,
  { workspace, files, post, thread }: Sharing,
): Promise<boolean> {
  const names = new Set(files.map(({ name }) => name))
  const place = { channel: partsOf(post.channel).local, thread, oldest: post.id }
  const found = await history.find(
    look,
    workspace,
    place,
    (message) => isOwn(workspace, message) && (message.files ?? []).some(({ name = '' }) => names.has(name)),
  )
  return found !== null
}

/** The address is for this one file and needs no token. */
async function upload(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS)
  const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal })
  if (!response.ok) throw new Error(`Slack answered ${response.status} to a file.`)
}
