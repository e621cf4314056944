import { Button } from '../../button.tsx';
import { entriesText } from '../../sentences.ts';

export interface PagingProps {
  from: number;
  rows: number;
  total: number;
  onTurn: (from: number) => void;
}

/** Leafs through a long list; nothing for a short one. */
export function Paging({ from, rows, total, onTurn }: PagingProps) {
  if (total <= rows) return null;
  const isLast = from + rows >= total;
  return (
    <div class="row">
      <Button disabled={from === 0} onPress={() => onTurn(Math.max(0, from - rows))}>
        {entriesText.earlier}
      </Button>
      <Button disabled={isLast} onPress={() => onTurn(from + rows)}>
        {entriesText.later}
      </Button>
      <p class="small muted" role="status">
        {entriesText.range(from + 1, Math.min(from + rows, total), total)}
      </p>
    </div>
  );
}
