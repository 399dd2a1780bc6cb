// How a stock looks: enough, little or nothing.

export type StockTone = 'good' | 'warn' | 'bad';

/** How a stock that is told in a word looks. */
export function levelTone(level: string): StockTone {
  if (level === 'none') return 'bad';
  return level === 'few' ? 'warn' : 'good';
}

/** Little is less than what is wanted of it, and less than a pack. Everything in thousandths. */
export function stockTone(stockMilli: number, wantedMilli: number, packMilli: number | null): StockTone {
  if (stockMilli <= 0) return 'bad';
  return stockMilli < Math.max(wantedMilli, packMilli ?? 0) ? 'warn' : 'good';
}
