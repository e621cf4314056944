import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ApplicationMethods, MethodsView } from '../../../lib/protocol/methods.ts';
import { Button } from '../../button.tsx';
import { Choice } from '../../forms/choice.tsx';
import { methodsText } from '../../sentences.ts';
import { ApplicationRow } from './application-row.tsx';
import type { Opening } from './openings.ts';

type Application = MethodsView['applications'][number];

export interface ApplicationSettingsProps {
  rows: readonly ApplicationMethods[];
  applications: readonly Application[];
  openings: readonly Opening[];
  /** Whether policy lets any push start by itself. */
  autoPush: boolean;
  onRows: (rows: ApplicationMethods[]) => void;
}

/** What differs for single applications. */
export function ApplicationSettings(props: ApplicationSettingsProps) {
  const { rows, applications, openings, autoPush, onRows } = props;
  const { place, focusNext } = useFocusAfter(rows.length);
  const others = applications.filter(({ id }) => !rows.some(({ application }) => application === id));
  if (applications.length === 0 && rows.length === 0) return null;
  const add = (application: Application['id']): void => {
    focusNext('li:last-child select');
    onRows([...rows, { application, opensWith: null, autoPush: null }]);
  };
  const remove = (row: ApplicationMethods): void => {
    focusNext('h3');
    onRows(rows.filter((one) => one !== row));
  };
  return (
    <div ref={place} class="part stack-tight">
      <div>
        <h3 tabIndex={-1}>{methodsText.applications}</h3>
        <p class="small muted">{methodsText.applicationsWhy}</p>
      </div>
      {rows.length > 0 && (
        <ul class="list">
          {rows.map((row) => (
            <li key={row.application}>
              <ApplicationRow
                row={row}
                name={nameOf(row, applications)}
                openings={openings}
                autoPush={autoPush}
                onRow={(next) => onRows(rows.map((one) => (one === row ? next : one)))}
                onRemove={() => remove(row)}
              />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && <AddApplication applications={others} onAdd={add} />}
    </div>
  );
}

/** What was pressed goes, or belongs to what comes: the focus goes on to where it is expected next. */
function useFocusAfter(rows: number): {
  place: RefObject<HTMLDivElement | null>;
  focusNext: (target: string) => void;
} {
  const place = useRef<HTMLDivElement>(null);
  const next = useRef<string | null>(null);
  useEffect(() => {
    if (next.current !== null) place.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  }, [rows]);
  return {
    place,
    focusNext: (target) => {
      next.current = target;
    },
  };
}

const nameOf = ({ application }: ApplicationMethods, all: readonly Application[]): string =>
  all.find(({ id }) => id === application)?.name ?? methodsText.application;

interface AddApplicationProps {
  applications: readonly Application[];
  onAdd: (application: Application['id']) => void;
}

function AddApplication({ applications, onAdd }: AddApplicationProps) {
  const [chosen, choose] = useState<Application['id'] | null>(null);
  // What was chosen may be among the rows by now.
  const next = applications.find(({ id }) => id === chosen) ?? applications[0];
  if (next === undefined) return null;
  const names = Object.fromEntries(applications.map(({ id, name }) => [id, name]));
  return (
    <div class="row wraps ends">
      <div class="grow names">
        <Choice
          label={methodsText.application}
          value={next.id}
          choices={names as Record<Application['id'], string>}
          onChoice={choose}
        />
      </div>
      <Button onPress={() => onAdd(next.id)}>{methodsText.add}</Button>
    </div>
  );
}
