/** The prefixes a model was trained with: before a question, and before a text that may answer it. */
type Prompts = { question: string; paper: string }

const TASK = 'Given a web search query, retrieve relevant passages that answer the query'
const NONE: Prompts = { question: '', paper: '' }
const SENTENCE: Prompts = { question: 'Represent this sentence for searching relevant passages: ', paper: '' }

// As their model cards say; a model that is not named here takes texts as they are.
const known: [RegExp, Prompts][] = [
  [/nomic-embed-text/, { question: 'search_query: ', paper: 'search_document: ' }],
  [/(^|[/-])e5-(?!mistral)(?!.*instruct)/, { question: 'query: ', paper: 'passage: ' }],
  [/embedding-?gemma/, { question: 'task: search result | query: ', paper: 'title: none | text: ' }],
  [/qwen3-embedding/, { question: `Instruct: ${TASK}\nQuery:`, paper: '' }],
  [/arctic-embed.*v?2/, { question: 'query: ', paper: '' }],
  [/mxbai-embed-large|bge-(small|base|large)-en|arctic-embed/, SENTENCE],
]

export const promptsFor = (model: string): Prompts =>
  known.find(([name]) => name.test(model.toLowerCase()))?.[1] ?? NONE
