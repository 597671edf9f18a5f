import { parse } from 'discord-markdown-parser'
import { escapeHtml } from '../../shared/text.ts'

type Node = { type: string; content?: string | Node[]; target?: string; name?: string; id?: string; level?: number }

/** Plain elements inside a line: those of the library put a space after themselves. */
const TAGS: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  underline: 'u',
  blockQuote: 'discord-quote',
  inlineCode: 'code',
  subtext: 'small',
}

export function drawMarkdown(content: string): string {
  const blocks: string[] = []
  // The parser knows no lists: a run of lines that begin with a dash is one.
  for (const part of content.split(/((?:^- .*(?:\n|$))+)/m))
    blocks.push(part.startsWith('- ') ? drawList(part) : drawNodes(parse(part, 'extended') as Node[]))
  return blocks.join('')
}

const drawList = (lines: string): string =>
  `<ul>${lines
    .trimEnd()
    .split('\n')
    .map((line) => `<li>${drawNodes(parse(line.slice(2), 'extended') as Node[])}</li>`)
    .join('')}</ul>`

const drawNodes = (nodes: Node[]): string => nodes.map(drawNode).join('')

function drawNode(node: Node): string {
  const inner = typeof node.content === 'string' ? escapeHtml(node.content) : drawNodes(node.content ?? [])
  if (node.type === 'br' || node.type === 'newline') return '<br>'
  if (node.type === 'twemoji') return escapeHtml(node.name ?? '')
  if (node.type === 'user') return '<discord-mention>Mira</discord-mention>'
  if (node.type === 'heading') return `<h${node.level ?? 3}>${inner}</h${node.level ?? 3}>`
  if (node.type === 'codeBlock') return `<pre>${inner}</pre>`
  if (node.type === 'link') return `<a href="${escapeHtml(node.target ?? '')}">${inner}</a>`
  const tag = TAGS[node.type]
  return tag === undefined ? inner : `<${tag}>${inner}</${tag}>`
}
