/** What a platform has. The contract suite tests an adapter for those that it names. */
export type Feature =
  /** Posts go to channels that exist, or do not. */
  | 'channels'
  /** People type commands, press buttons, react to posts. */
  | 'commands'
  | 'buttons'
  | 'reactions'
  /** It hears what people write in channels. */
  | 'messages'
  /** Forms are dialogs; elsewhere they are told as a text. */
  | 'forms'
  /** Posts have threads, can be changed, go to one person alone, bring files. */
  | 'threads'
  | 'edits'
  | 'direct'
  | 'files'
  /** People differ in what they may do. */
  | 'rights'
  /** Calls cross a network, which fails. */
  | 'network'
  /** Events come over a connection that the adapter keeps, or as HTTP requests. */
  | 'connection'
  | 'requests'
  /** Events come again that were not taken: a lost connection loses none. */
  | 'redelivery'

/** Those of a platform for teams; how events come is to be added. */
export const CHAT_FEATURES: readonly Feature[] = [
  'channels',
  'commands',
  'buttons',
  'reactions',
  'forms',
  'threads',
  'edits',
  'direct',
  'files',
  'rights',
  'network',
]
