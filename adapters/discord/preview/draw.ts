import type { APIComponentInContainer } from 'discord.js'
import type { DrawScene, ScenePost } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import { createForms } from '../forms.ts'
import { type Payload, renderAnswer, renderMessage } from '../render.ts'
import { drawPart } from './components.ts'
import { drawModal } from './modal.ts'
import { FRAME, MODULES } from './page.ts'

/** Draws a scene as Discord would, from the components that Discord would be sent. The page loads its elements from `/modules`. */
export const drawDiscord: DrawScene = async (scene, theme) => {
  const light = theme === 'light' ? ' light-theme' : ''
  const content =
    'form' in scene
      ? drawForm(scene.form, light)
      : `<discord-messages${light}>${scene.posts.map(drawPost).join('')}</discord-messages>`
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>As Discord shows it</title>${MODULES}<style>${FRAME}</style><body class="${theme}"><main>${content}</main></body></html>`
}

function drawPost({ message, inThread, seed, onlyAsker }: ScenePost): string {
  const payloads = onlyAsker ? renderAnswer(message) : [renderMessage(message, null)]
  const reactions = seed.map(
    (emoji) => `<discord-reaction name="${emoji}" emoji="${pictureOf(emoji)}" count="1"></discord-reaction>`,
  )
  return payloads
    .map((payload) => {
      const shown =
        reactions.length > 0 ? `<discord-reactions slot="reactions">${reactions.join('')}</discord-reactions>` : ''
      return `<discord-message class="${inThread ? 'thread' : ''}" author="Paperboy" avatar="${AVATAR}" bot timestamp="09:00" twenty-four${onlyAsker ? ' ephemeral' : ''}>${drawContainer(payload)}${shown}</discord-message>`
    })
    .join('')
}

const drawContainer = ({ components: [container] }: Payload): string =>
  `<div class="container">${(container.components as APIComponentInContainer[]).map(drawPart).join('')}</div>`

/** A form that fits into a modal is one; a longer one is a message with a button to each of its parts, shown below it. */
function drawForm(form: Form, light: string): string {
  const forms = createForms()
  const whole = forms.open(form)
  if (whole) return drawModal(whole)
  const invitation = forms.invite(form)
  const parts = invitation.buttons.flatMap((button) => ('value' in button ? (forms.modal(button.value) ?? []) : []))
  const asked = drawPost({ message: invitation, inThread: false, seed: [], onlyAsker: true })
  return `<discord-messages${light}>${asked}</discord-messages>${parts.map(drawModal).join('')}`
}

/** The elements want a picture for an emoji; a letter inside one needs no network. */
const pictureOf = (emoji: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><text y="16" font-size="16">${emoji}</text></svg>`)}`

const AVATAR = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#d9480f"/><path d="M10 12h20v16H10zm3 4h14m-14 4h14m-14 4h8" fill="none" stroke="#fff" stroke-width="2"/></svg>')}`
