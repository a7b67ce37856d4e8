import { useEffect, useRef } from 'react';

const KEYS: [string, string][] = [
  ['/ or double click', 'Add a node'],
  ['Arrow keys', 'Walk from node to node along the edges'],
  ['Shift + arrow keys', 'Move the selected nodes'],
  ['Enter', 'Open the settings of the node'],
  ['C', 'Connect the selected node to another'],
  ['Delete', 'Delete what is selected'],
  ['Ctrl + Z, Ctrl + Y', 'Undo, redo'],
  ['Ctrl + C, X, V', 'Copy, cut, paste, also into another pipeline or tab'],
  ['Ctrl + D', 'Duplicate'],
  ['Ctrl + A', 'Select all'],
  ['F8', 'Go to the next problem'],
  ['L', 'Lay out the drawing'],
  ['F', 'Fit the drawing into view'],
  ['+ and −', 'Zoom'],
  ['Ctrl + K', 'All commands'],
  ['Shift + drag', 'Select several'],
  ['?', 'This sheet'],
];

export function HelpSheet({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="mr-help" aria-label="Keyboard and mouse" onClose={onClose} onClick={(e) => { if (e.target === dialog.current) onClose(); }}>
      <h2>Keyboard and mouse</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" autoFocus onClick={onClose}>Close</button>
    </dialog>
  );
}
