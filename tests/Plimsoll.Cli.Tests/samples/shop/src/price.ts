/** Rounds half a cent up, as shops do. */
export function roundPrice(value: number): number {
  return Math.round(value * 100) / 100;
}

export function formatPrice(value: number, currency: string): string {
  return `${roundPrice(value).toFixed(2)} ${currency}`;
}
