import { SlackRefusal } from './refusal.ts'
import { type Args, findPost, type Method, memberChannel } from './web-api.ts'
import type { FakeWorkspace } from './workspace.ts'

/** Files in three steps: an address is asked for, takes the bytes, and the file is shared into a thread. */
export const fileMethods = (origin: string): Record<string, Method> => ({
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    call({ uploads, team }, { filename = '', length = '0' }) {
      if (filename === '' || Number(length) < 1) throw new SlackRefusal('invalid_arguments')
      const id = `F${uploads.length + 1}`
      uploads.push({ id, name: filename, text: '', length: Number(length) })
      return { upload_url: `${origin}/upload/${team}/${id}`, file_id: id }
    },
  },
  'files.completeUploadExternal': {
    scopes: ['files:write'],
    call(workspace, { files = '[]', channel_id, thread_ts }: Args) {
      const channel = memberChannel(workspace, channel_id)
      const parent = findPost(workspace, channel.id, thread_ts, 'thread_not_found')
      const shared = (JSON.parse(files) as { id: string }[]).map(({ id }) => takeUpload(workspace, id))
      workspace.posts.push({
        channel: channel.id,
        ts: workspace.nextTs(),
        threadTs: parent.ts,
        text: '',
        blocks: [],
        metadata: undefined,
        botId: workspace.botId,
        reactions: new Map(),
        files: shared,
      })
      return { files: shared.map(({ id }) => ({ id })) }
    },
  },
})

function takeUpload({ uploads }: FakeWorkspace, id: string) {
  const found = uploads.find((upload) => upload.id === id)
  if (!found || Buffer.byteLength(found.text) !== found.length) throw new SlackRefusal('file_not_found')
  return { id, name: found.name, text: found.text }
}
