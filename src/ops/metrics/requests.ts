import type { Http } from '../../sources/http/http.ts'
import type { Metrics } from './metrics.ts'

/** The same way to the network, with every answer counted by who gave it. */
export const withRequestMetrics = (http: Http, { countCall }: Pick<Metrics, 'countCall'>): Http => ({
  async get(url, request) {
    try {
      const answer = await http.get(url, request)
      countCall(request.from, 'get', 'answered')
      return answer
    } catch (error) {
      countCall(request.from, 'get', 'failed')
      throw error
    }
  },
})
