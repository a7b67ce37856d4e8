import { useEffect, useRef } from 'react';

const SECTIONS: { name: string; keys: [keys: string, what: string][] }[] = [
  { name: 'Draw', keys: [
    ['/', 'Add a node, behind the selected one'],
    ['Double click', 'Add a node there'],
    ['C', 'Connect the selected node to another'],
    ['D', 'Remove an edge of the selected node'],
    ['Enter', 'Open the settings of a node'],
    ['Delete', 'Delete what is selected'],
    ['B', 'Bypass a node: rows pass as they come'],
    ['X', 'Cut a node out, with what hangs on it'],
    ['Ctrl Z, Ctrl Y', 'Undo, redo'],
    ['L', 'Lay out the drawing'],
  ] },
  { name: 'Notes and groups', keys: [
    ['N', 'Add a note'],
    ['Enter', 'Write a note, or the title of a group'],
    ['Ctrl Enter', 'Keep what was written'],
    ['Alt arrow keys', 'Make a note larger or smaller'],
    ['G', 'Group the selected nodes, or add them to a group'],
    ['H', 'Fold a group to one box, or unfold it'],
    ['U', 'Take a group apart'],
  ] },
  { name: 'Select and move', keys: [
    ['Arrow keys', 'Walk from node to node along the edges'],
    ['Shift arrow keys', 'Move the selected nodes'],
    ['Shift click', 'Select one more'],
    ['Shift drag', 'Select all in a box'],
    ['Ctrl A', 'Select all'],
    ['Ctrl C, X, V', 'Copy, cut, paste, also into another pipeline or tab'],
    ['Ctrl D', 'Duplicate'],
  ] },
  { name: 'Look around', keys: [
    ['F', 'Fit the drawing into view'],
    ['+  −  0', 'Zoom in, out, to 100 %'],
    ['Drag, wheel', 'Move the view, zoom'],
    ['F8', 'Go to the next problem'],
    ['O', 'Outline of the drawing'],
    ['M', 'Map of the drawing'],
    ['Ctrl K', 'All commands'],
    ['?', 'This sheet'],
  ] },
];

export function HelpSheet({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="mr-help" aria-labelledby="mr-help-title" onClose={onClose}
      onClick={(e) => { if (e.target === dialog.current) dialog.current.close(); }}>
      <h2 id="mr-help-title">Keyboard and mouse</h2>
      <div className="mr-help-sections">
        {SECTIONS.map(({ name, keys }) => (
          <section key={name} aria-label={name}>
            <h3>{name}</h3>
            <dl>
              {keys.map(([combination, what]) => (
                <div key={combination}>
                  <dt>{combination.split(', ').map((k, i) => <span key={k}>{i > 0 && ', '}<kbd>{k}</kbd></span>)}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <button type="button" autoFocus onClick={() => dialog.current?.close()}>Close</button>
    </dialog>
  );
}
