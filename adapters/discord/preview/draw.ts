import type { APIComponentInContainer } from 'discord.js'
import type { DrawScene, ScenePost } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import { AVATAR, drawPage, pictureOf } from '../../shared/preview.ts'
import { createForms } from '../forms.ts'
import { renderAnswer, renderMessage } from '../render.ts'
import { drawModal, drawPart } from './components.ts'

/** Where the elements and what they need lie; the preview serves `node_modules` as `/modules`. */
const IMPORTS = {
  lit: '/modules/lit/index.js',
  'lit/': '/modules/lit/',
  'lit-html': '/modules/lit-html/lit-html.js',
  'lit-html/': '/modules/lit-html/',
  'lit-element/': '/modules/lit-element/',
  '@lit/reactive-element': '/modules/@lit/reactive-element/reactive-element.js',
  '@lit/reactive-element/': '/modules/@lit/reactive-element/',
  '@lit/context': '/modules/@lit/context/index.js',
}

const MODULES = `<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>
<script type="module" src="/modules/@skyra/discord-components-core/dist/index.js"></script>`

export const drawDiscord: DrawScene = async (scene, theme) => {
  const content = 'form' in scene ? await drawForm(scene.form, theme) : drawPosts(scene.posts, theme)
  return drawPage({ platform: 'Discord', theme, head: MODULES, style: FRAME, content })
}

const drawPosts = (posts: ScenePost[], theme: string): string =>
  `<discord-messages${theme === 'light' ? ' light-theme' : ''}>${posts.map(drawPost).join('')}</discord-messages>`

function drawPost({ message, inThread, seed, onlyAsker }: ScenePost): string {
  const payloads = onlyAsker ? renderAnswer(message) : [renderMessage(message, null)]
  const from = `author="Paperboy" avatar="${AVATAR}" bot timestamp="09:00" twenty-four`
  const open = `<discord-message class="${inThread ? 'thread' : ''}" ${from}${onlyAsker ? ' ephemeral' : ''}>`
  const drawn = seed.map(drawReaction).join('')
  const reactions = drawn === '' ? '' : `<discord-reactions slot="reactions">${drawn}</discord-reactions>`
  return payloads
    .map(({ components: [{ components }] }) => (components as APIComponentInContainer[]).map(drawPart).join(''))
    .map((parts) => `${open}<div class="container">${parts}</div>${reactions}</discord-message>`)
    .join('')
}

/** The elements want a picture for an emoji. */
function drawReaction(emoji: string): string {
  const letter = `<text y="16" font-size="16">${emoji}</text>`
  const picture = pictureOf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">${letter}</svg>`)
  return `<discord-reaction name="${emoji}" emoji="${picture}" count="1"></discord-reaction>`
}

/** A form that does not fit into a modal is a message with a button to each of its parts, shown below it. */
async function drawForm(form: Form, theme: string): Promise<string> {
  const kept = new Map<string, string>()
  const forms = createForms({
    keep: async (key, text) => void kept.set(key, text),
    find: async (key) => kept.get(key) ?? null,
  })
  const whole = await forms.open(form)
  if (whole) return drawModal(whole)
  const invitation = await forms.invite(form)
  const opened = invitation.buttons.map((button) => ('value' in button ? forms.modal(button.value) : null))
  const parts = (await Promise.all(opened)).flatMap((modal) => modal ?? [])
  const asked = { message: invitation, inThread: false, seed: [], onlyAsker: true }
  return drawPosts([asked], theme) + parts.map(drawModal).join('')
}

/** Containers and modals, which the element library does not have. */
const FRAME = `
body{margin:0;font:16px/1.375 "gg sans","Noto Sans",Inter,sans-serif}
body.light{background:#fff;color:#313338}
body.dark{background:#313338;color:#dbdee1}
main{max-width:760px}
discord-messages{border:0}
discord-message.thread{margin-left:20px;border-left:2px solid #8884}
.container{max-width:520px;box-sizing:border-box;margin-top:4px;padding:12px 16px;overflow-wrap:anywhere}
.container{border:1px solid #8883;border-radius:8px;background:#2b2d31;color:#dbdee1}
.light .container{background:#f2f3f5;color:#313338}
.container>*+*{margin-top:8px}
.container h2,.container h3{margin:0 0 2px;line-height:1.3}
.container h2{font-size:20px}
.container h3{font-size:17px}
.container a{color:#00a8fc;text-decoration:none}
.light .container a{color:#006ce7}
.container small{display:block;font-size:13px;opacity:.75}
.container ul{margin:4px 0;padding-left:20px}
.container code{padding:1px 4px;border-radius:4px;background:#8883;font-size:85%}
.container pre{white-space:pre-wrap;font-size:13px;margin:0}
.section{display:flex;gap:12px;justify-content:space-between}
.thumbnail{width:85px;height:85px;flex:none;object-fit:cover;border-radius:8px;background:#8883}
.modal{max-width:480px;margin:16px auto;padding:16px 20px;border-radius:8px;background:#2b2d31}
.light .modal{background:#f2f3f5}
.modal h2{margin:0 0 12px;font-size:20px}
.modal label{display:block;margin:0 0 14px;font-weight:600}
.modal label small{display:block;font-weight:400;opacity:.75;overflow-wrap:anywhere}
.modal input,.modal select{box-sizing:border-box;width:100%;margin-top:4px;padding:8px;color:inherit;font:inherit}
.modal input,.modal select{border:1px solid #8886;border-radius:4px;background:#1e1f22}
.light .modal input,.light .modal select{background:#fff}
.modal footer{display:flex;gap:12px;justify-content:flex-end}
.modal button{padding:8px 16px;border:0;border-radius:4px;background:#4e5058;color:#fff;font:inherit}
.modal button.primary{background:#5865f2}`
