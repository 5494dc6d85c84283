const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/**
 * Bytes of a text such as `24.04KB`: approximate, for sorting and showing. Whether the vendor counts by 1000 or
 * 1024 is not documented (contract 8, row 3).
 */
export function readSize(text: string | undefined): number | undefined {
  const [, value, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?b)\s*$/i.exec(text ?? '') ?? [];
  return value && unit ? Math.round(Number(value) * (units[unit.toLowerCase()] ?? 1)) : undefined;
}
