import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createElement as h } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { Message as Drawn } from 'slack-blocks-to-jsx'
import type { DrawScene, ScenePost } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import { AVATAR, drawPage } from '../../shared/preview.ts'
import { escapeHtml } from '../../shared/text.ts'
import { renderForm } from '../forms.ts'
import type { Block } from '../render/cards.ts'
import { renderMessage } from '../render.ts'

type Theme = Parameters<DrawScene>[1]

const AT = new Date('2026-03-31T09:00:00')

export const drawSlack: DrawScene = async (scene, theme) => {
  const styles = await readFile(fileURLToPath(import.meta.resolve('slack-blocks-to-jsx/dist/style.css')), 'utf8')
  const posts = 'form' in scene ? [drawForm(scene.form, theme)] : scene.posts.map((post) => drawPost(post, theme))
  return drawPage({ platform: 'Slack', theme, head: '', style: styles + FRAME, content: posts.join('') })
}

function drawPost({ message, inThread, seed, onlyAsker }: ScenePost, theme: Theme): string {
  const aside = onlyAsker ? '<p class="aside">Only visible to you</p>' : ''
  const reactions = seed.map((emoji) => `<span class="reaction">${emoji} 1</span>`).join('')
  const drawn = `${aside}${drawBlocks(renderMessage(message).blocks, theme)}<footer>${reactions}</footer>`
  return `<article class="${inThread ? 'thread' : ''}">${drawn}</article>`
}

function drawForm(form: Form, theme: Theme): string {
  const { title, blocks, close, submit } = renderForm(form, { channel: 'slack:preview/preview', depth: 1 })
  const label = (text: { text: string } | undefined) => `<span>${escapeHtml(text?.text ?? '')}</span>`
  const buttons = `<button>${label(close)}</button><button class="primary">${label(submit)}</button>`
  const drawn = `<header>${label(title)}</header>${drawBlocks(blocks as Block[], theme)}<footer>${buttons}</footer>`
  return `<article class="modal">${drawn}</article>`
}

const drawBlocks = (blocks: Block[], theme: Theme): string =>
  renderToStaticMarkup(
    // The library has types of its own for the same blocks.
    h(Drawn, { blocks: blocks as never, logo: AVATAR, name: 'Paperboy', time: AT, theme }),
  )

/** What the library leaves to the page around a message. */
const FRAME = `
body{margin:0;font:15px/1.46 Lato,Inter,"Noto Sans",sans-serif}
body.light{background:#fff;color:#1d1c1d}
body.dark{background:#1a1d21;color:#d1d2d3}
main{padding:12px 16px 24px;max-width:720px}
article{padding:8px 0;overflow-wrap:anywhere}
article.thread{margin-left:24px;padding-left:16px;border-left:2px solid #8884}
article footer:empty{display:none}
article>footer{margin-left:44px}
article #slack_blocks_to_jsx>section{max-width:100%}
article #slack_blocks_to_jsx>section>div:last-child{min-width:0}
.aside{margin:0 0 2px 44px;font-size:12px;opacity:.7}
.reaction{display:inline-block;padding:1px 8px;font-size:12px}
.reaction{border-radius:12px;background:#1264a31f;border:1px solid #1264a3}
.modal{max-width:520px;margin:12px auto;border:1px solid #8886;border-radius:8px;padding:0 20px 16px}
.modal>header{font-weight:800;font-size:20px;padding:16px 0 8px}
.modal>footer{display:flex;gap:12px;justify-content:flex-end;margin:12px 0 0}
.modal .slack_blocks_to_jsx--header,.modal section>div:first-child:not(:last-child){display:none!important}
.modal textarea{height:auto!important;min-height:36px!important;field-sizing:content}
.modal .slack_blocks_to_jsx__input p:last-child:not(:only-child){display:none}
.modal footer button{font:inherit;padding:6px 12px;border-radius:4px}
.modal footer button{border:1px solid #8886;background:none;color:inherit}
.modal footer button.primary{background:#007a5a;color:#fff;border-color:#007a5a}`
