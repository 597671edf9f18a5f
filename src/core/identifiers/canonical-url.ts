/** Parameters that say where somebody came from; a paper is the same without them. */
const TRACKING = new RegExp(
  [
    '^(?:utm_.*|pk_.*|mtm_.*|matomo_.*|piwik_.*|hsa_.*|oly_.*|vero_.*|at_.*|ns_.*|wt[._].*|_hs\\w+|mc_[ce]id|_g[al]',
    'fbclid|[gdy]clid|gclsrc|gbraid|wbraid|gad_source|msclkid|twclid|ttclid|igshid|igsh|li_fat_id|mkt_tok|srsltid|epik',
    'cmpid|dgcid|sc_cid|spm|trk|ref|ref_src|ref_url|rss|rss_id|casa_token|share_id|__s|ssrc)$',
  ].join('|'),
  'i',
)
/** What these say of a feed tracks, of anything else it may choose the page: `source=rss`, `af=R`. */
const FROM_A_FEED = /^(?:af=R$|(?:source|feed|from|via)=(?:rss|RSS)\b)/

/** One address for one page: without user, fragment and tracking, always `https`. */
export function canonicalUrl(url: URL): string {
  const clean = new URL(url)
  clean.hash = ''
  clean.username = ''
  clean.password = ''
  for (const [name, value] of [...clean.searchParams])
    if (TRACKING.test(name) || FROM_A_FEED.test(`${name}=${value}`)) clean.searchParams.delete(name)
  return clean.href.replace(/^http:/, 'https:').replace(/\/+$/, '')
}
