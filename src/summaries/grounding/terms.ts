import type { Passage } from './passages.ts'

/** A term `said` in a summary needs itself or one of `others` in the abstract. */
const term = (said: string, others?: string) => ({
  said: new RegExp(said, 'i'),
  held: new RegExp(others ? `${said}|${others}` : said, 'i'),
})

// Exchanging a word for another of its kind is the smallest invention: videos for images, supervision for rewards.
const terms = [
  // Data and fields.
  term('\\bimages?\\b|\\bpictures?\\b|\\bphotos?', 'visual|vision|pixel|photo|imag|pictur'),
  term('\\bvideos?\\b|\\bfootage', 'video|clip|film|movie|footage'),
  term('\\baudio\\b|\\bspeech\\b', 'audio|speech|spoken|voice|sound|acoustic|vocal|listen|ASR|TTS'),
  term('\\bmusic|\\bsongs?\\b', 'music|song|melod'),
  term('\\btabular\\b|\\bspreadsheets?\\b', 'table|tabular|spreadsheet'),
  term('\\b(?:molecul|(?:protein|genome|drug)s?\\b)', 'molecul|protein|chemi|drug|gene|biolog|crystal|material'),
  term(
    '\\bmedical\\b|\\bclinical\\b|\\bpatients?\\b',
    'medic|clinic|health|disease|radiolog|hospital|surg|patholog|diagnos|biomed|tumou?r|cancer|patient',
  ),
  term('\\bfinancial\\b|\\bstock market', 'financ|market|stock|econom|bank|trading|treasur|account'),
  term('\\blegal\\b|\\bcourts?\\b', 'legal|law|court'),
  term('\\brobot|\\bhumanoid', 'robot|embod|manipulat|grasp|humanoid|locomotion|VLA'),
  term('\\b(?:autonomous|self-)driving\\b', 'driv|vehicle|traffic|\\bcars?\\b'),
  term('\\bsatellite|\\bremote sensing', 'satellite|remote sensing|aerial|earth|geospatial'),
  term('\\bweather\\b|\\bclimate\\b', 'weather|climat|meteorolog|forecast'),
  term('\\bmachine translation\\b', 'translat|multilingual|lingual'),
  // Ways to train.
  term('(?<![-\\w])supervised (?:learning|training|\\w+)', 'supervis|SFT|annotat|label'),
  term('\\b(?:un|self-)supervised\\b', 'supervis|label|annotat|paired|-free|without|self-'),
  term('\\breinforcement learning\\b', 'reinforc|\\bRL|reward|policy|PPO|GRPO|actor'),
  term('\\bfederated\\b'),
  term('\\bcontinual\\b|\\blifelong\\b', 'continu|lifelong|incremental'),
  term('\\bcontrastive\\b', 'contrast'),
  term('\\badversarial\\b', 'advers|attack|GAN|jailbreak'),
  term('\\bBayesian\\b', 'bayes|posterior|prior|uncertain'),
  term('\\bquantum\\b'),
  term('\\bfew-shot\\b', 'few|in-context|shot|low-resource|demonstration|example'),
  term('\\bzero-shot\\b', 'zero|unseen|training-free|without|generali|transfer'),
  // Architectures.
  term('\\bconvolution', 'convolution|CNN|ResNet|U-?Net'),
  term('\\brecurrent\\b|\\bLSTM', 'recurren|RNN|LSTM|state[- ]space|mamba|loop'),
  term('\\bdiffusion\\b', 'diffus|denois|score-based|DiT\\b'),
  term('\\bautoregressive\\b', 'auto-?regress|next-token|GPT|causal|sequential'),
  term('\\bblockchain\\b', 'blockchain|smart contract|ledger'),
  // Properties.
  term('\\boffline\\b', 'offline|off-policy|pre-?collect|static|logged'),
  term('\\bclosed-source\\b', 'closed|proprietary|commercial|private|GPT|Claude|Gemini'),
  term('\\bopen-source\\b', 'open|public|releas|available|github'),
  term('\\bglobal\\b', 'global|holistic|overall|entire|whole|long-range'),
  term('\\bquadratic', 'quadratic|n\\^?2|L\\^?2|squared|²'),
  term('\\bexponential', 'exponent'),
  term('\\blogarithm', 'log'),
  term('\\bthe (?:largest|biggest)\\b', 'largest|biggest|most|unprecedented|record'),
  term('\\bthe (?:smallest|fastest|cheapest|strongest|simplest)\\b', 'smallest|fastest|cheapest|strongest|simplest'),
  term(
    '\\bthe (?:most|best)\\b',
    'most|best|highest|largest|state[- ]of[- ]the[- ]art|SOTA|outperform|surpass|superior|\\btop|optim',
  ),
  term('\\bto date\\b|\\bso far\\b|\\bof its kind', 'to date|so far|of its kind|\\bever\\b|our knowledge'),
]

/** The terms of the passage that the source has no word for. */
export function unsupportedTerms(passage: Passage, sourceText: string): string[] {
  return terms.flatMap(({ said, held }) => {
    const found = said.exec(passage.text)?.[0]
    return found && !held.test(sourceText) ? [found] : []
  })
}
