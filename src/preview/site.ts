import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import type { Channel } from '../channels/channels.ts'
import { effectiveSettings, type OwnSettings } from '../channels/settings.ts'
import { fields } from '../commands/settings/fields.ts'
import { readFields, typedValue } from '../commands/settings/read-fields.ts'
import type { SettingField } from '../commands/settings/setting-field.ts'
import type { ChannelId, DrawScene } from '../core/chat.ts'
import type { Site } from '../web/server.ts'
import { type Control, previewPage } from './page.ts'
import { type SceneContext, scenes } from './scenes.ts'

/** How each platform draws; loaded when its frame is first asked for. */
export type Drawers = Record<string, () => Promise<DrawScene>>

/** The drawn pages load their custom elements from packages. */
const PACKAGES = join(import.meta.dirname, '../../node_modules')
/** Against DNS rebinding: a name of another site may resolve to this machine. */
const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

const CHOICES: Record<string, string[]> = {
  scene: Object.keys(scenes),
  theme: ['auto', 'light', 'dark'],
  width: ['wide', 'phone'],
}

/** Shows the next digest and more as each platform would, for settings that can be tried out. */
export function createPreviewSite(context: SceneContext, drawers: Drawers, now = Date.now): Site {
  const site: Site = new Hono()
  site.use(async (request, next) => {
    if (!OWN_HOST.test(request.req.header('host') ?? '')) return request.text('This page is for this machine.\n', 403)
    return next()
  })
  site.get('/modules/*', serveStatic({ root: PACKAGES, rewriteRequestPath: (path) => path.replace('/modules', '') }))
  site.get('/', (request) => {
    const query = request.req.query()
    const page = { controls: controlsFor(query, context), query: new URLSearchParams(query).toString() }
    return request.html(previewPage({ ...page, platforms: Object.keys(drawers), width: choice('width', query) }))
  })
  for (const [platform, load] of Object.entries(drawers))
    site.get(`/${platform}`, async (request) => {
      const query = request.req.query()
      const [draw, scene] = [await load(), scenes[choice('scene', query)]]
      if (!scene) return request.notFound()
      const channel = channelWith(settingsIn(query, context).settings)
      const drawn = await draw(
        await scene(context, { channel, query: query.q || 'agents', now: now() }),
        choice('theme', query) === 'dark' ? 'dark' : 'light',
      )
      return request.html(drawn)
    })
  return site
}

type QueryParams = Record<string, string>

const choice = (name: string, query: QueryParams): string => {
  const options = CHOICES[name] ?? []
  return options.find((option) => option === query[name]) ?? options[0] ?? ''
}

/** An invalid value is reported beside its control, and the others are used. */
function settingsIn(
  query: QueryParams,
  { defaults }: SceneContext,
): { settings: OwnSettings; errors: Record<string, string> } {
  const read = readFields({}, query, defaults)
  if ('settings' in read) return { settings: read.settings, errors: {} }
  const fitting = Object.fromEntries(Object.entries(query).filter(([name]) => read.errors[name] === undefined))
  const again = readFields({}, fitting, defaults)
  return { settings: 'settings' in again ? again.settings : {}, errors: read.errors }
}

function controlsFor(query: QueryParams, context: SceneContext): Control[] {
  const { settings, errors } = settingsIn(query, context)
  const effective = effectiveSettings(settings, context.defaults)
  const chosen = Object.entries(CHOICES).map(([name, options]) => ({
    name,
    label: name,
    value: choice(name, query),
    options,
    problem: null,
  }))
  const words = { name: 'q', label: 'search for', value: query.q || 'agents', options: null, problem: null }
  const own = fields.map((field) => ({
    name: field.name,
    label: field.label,
    value: errors[field.name] === undefined ? typedValue(field, effective) : (query[field.name] ?? ''),
    options: optionsOf(field),
    problem: errors[field.name] ?? null,
  }))
  return [...chosen, words, ...own]
}

const optionsOf = ({ input }: SettingField): string[] | null =>
  typeof input === 'object' && input.kind === 'one' ? input.choices.map(({ value }) => value) : null

/** A channel that exists on this page alone, and has had no post yet. */
const channelWith = (settings: OwnSettings): Channel => ({
  id: 'preview:local' satisfies ChannelId,
  name: 'papers',
  team: 'preview:local',
  state: 'active',
  reason: null,
  settings,
  refused: [],
  subscribedBy: null,
  createdAt: 0,
  lastDigestOn: null,
  lastPlannedAt: null,
})
