import type { APIComponentInContainer } from 'discord.js'
import type { DrawScene, ScenePost } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import { AVATAR, drawPage, pictureOf } from '../../shared/preview.ts'
import { createForms } from '../forms.ts'
import { renderAnswer, renderMessage } from '../render.ts'
import { drawModal, drawPart } from './components.ts'
import { FRAME, MODULES } from './page.ts'

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
