/** The numbers below `length` that a condition holds for, ascending. Tables of millions of rows are why this is no chain of array methods. */
export function rowsWhere(length: number, holds: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length);
  let count = 0;
  for (let row = 0; row < length; row++) if (holds(row)) rows[count++] = row;
  return rows.slice(0, count);
}
