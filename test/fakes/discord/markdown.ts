import { parse } from 'discord-markdown-parser'

type Node = { type: string; content?: string | Node[]; target?: string; name?: string }

/**
 * A text as people see it on Discord: the letters, where links lead, and what would ping or be turned into something
 * else.
 */
export type Seen = { text: string; links: { label: string; url: string }[]; live: string[] }

/** Kinds that only show text in another size or weight. */
const PLAIN_NODES = new Set([
  'text',
  'br',
  'newline',
  'strong',
  'heading',
  'subtext',
  'blockQuote',
  'inlineCode',
  'codeBlock',
  'escape',
])

/** Reads a text as Discord’s clients do; `live` names what is neither plain text nor a masked link. */
export function readMarkdown(content: string): Seen {
  const seen: Seen = { text: '', links: [], live: rawMentions(content) }
  const visit = (node: Node): string => {
    // An emoji by its own letters; one by a server’s number would be live.
    if (node.type === 'twemoji') return node.name ?? ''
    const inner = typeof node.content === 'string' ? node.content : (node.content ?? []).map(visit).join('')
    if (node.type === 'link') seen.links.push({ label: inner, url: node.target ?? '' })
    else if (!PLAIN_NODES.has(node.type)) seen.live.push(`${node.type} ${inner}`.trim())
    return node.type === 'br' || node.type === 'newline' ? '\n' : inner
  }
  seen.text = (parse(content, 'extended') as Node[]).map(visit).join('').replaceAll('\u200b', '')
  return seen
}

// Discord’s server looks for mentions in the raw text, whatever backslashes stand before them.
const rawMentions = (content: string): string[] =>
  content.match(/@(?:everyone|here)|<@[!&]?\d+>|<#\d+>|<\/[^>]+:\d+>|<a?:\w+:\d+>/g) ?? []
