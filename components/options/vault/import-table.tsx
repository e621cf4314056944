import type { ImportPreview } from '../../../lib/messages/passcodes.ts';
import { importText } from '../../sentences.ts';
import { SHOWN_ROWS } from './shown-rows.ts';

/** The rows of an import, as far as a person would read them. */
export function ImportTable({ rows }: { rows: ImportPreview['rows'] }) {
  const { columns } = importText;
  const rest = rows.length - SHOWN_ROWS;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard reaches it only so */}
      <section class="scrolls framed" aria-label={importText.table} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{columns.row}</th>
              <th scope="col">{columns.code}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN_ROWS).map(({ row, issuer, account, duplicate }) => (
              <tr key={row}>
                <td>{row.toLocaleString()}</td>
                <td>
                  {issuer || account} {duplicate && <span class="chip warn">{importText.duplicate}</span>}
                  {issuer !== '' && <div class="muted">{account}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {rest > 0 && <p class="small muted">{importText.more(rest)}</p>}
    </>
  );
}
