import type { Outgoing, PostRef } from '../../../src/core/chat.ts'
import type { WebClient } from '../connect.ts'
import { partsOf } from '../ids.ts'
import type { Workspace } from '../workspaces/workspaces.ts'
import type { History } from './find.ts'

const UPLOAD_TIMEOUT_MS = 10_000

/** Puts a delivery’s files below its post. Not to be repeated without a look: Slack takes the same file twice. */
export async function shareFiles(
  client: WebClient,
  { token }: Workspace,
  delivery: Outgoing,
  post: PostRef,
): Promise<void> {
  const uploaded: { id: string; title: string }[] = []
  for (const { name, text } of delivery.files) {
    const bytes = new TextEncoder().encode(text)
    const asked = { token, filename: name, length: bytes.length }
    const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal(asked)
    if (!url || !id) throw new Error('Slack did not say where the file goes.')
    await upload(url, bytes)
    uploaded.push({ id, title: name })
  }
  const [first, ...more] = uploaded
  if (!first) return
  const { channel: channel_id, thread: thread_ts } = threadOf(delivery, post)
  await client.files.completeUploadExternal({ token, files: [first, ...more], channel_id, thread_ts })
}

/** Whether they are there already: a crash between a message and its files leaves the message alone. */
export async function areShared(
  history: History,
  workspace: Workspace,
  delivery: Outgoing,
  post: PostRef,
): Promise<boolean> {
  const names = new Set(delivery.files.map(({ name }) => name))
  const place = { ...threadOf(delivery, post), oldest: post.id }
  const found = await history.findOwn(`${delivery.id} files`, workspace, place, ({ files = [] }) =>
    files.some(({ name = '' }) => names.has(name)),
  )
  return found !== null
}

const threadOf = ({ thread }: Outgoing, post: PostRef) => ({
  channel: partsOf(post.channel).local,
  thread: thread?.id ?? post.id,
})

/** The address is for this one file and needs no token. */
async function upload(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const signal = AbortSignal.timeout(UPLOAD_TIMEOUT_MS)
  const response = await fetch(url, { method: 'POST', body, redirect: 'error', signal })
  if (!response.ok) throw new Error(`Slack answered ${response.status} to a file.`)
}
