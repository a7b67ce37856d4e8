import { NodeResizer, type Node, type NodeProps } from '@xyflow/react';
import { memo, useContext, useRef, useSyncExternalStore } from 'react';
import { BoardContext } from './board';
import { counted, SMALLEST_NOTE } from './folding';
import { Icon } from './icons';
import { NoteText } from './noteText';
import type { CanvasStore } from './store';
import type { WireGroup, WireNote } from './wire';

export type NoteNode = Node<{ note: WireNote; readOnly: boolean }, 'note'>;
export type FrameNode = Node<{ group: WireGroup; readOnly: boolean }, 'frame'>;

export const NOTE_COLORS: [color: string, name: string][] = [['yellow', 'Yellow'], ['green', 'Green'], ['blue', 'Blue'], ['rose', 'Rose'], ['grey', 'Grey']];
const LONGEST_TEXT = 10_000;
const LONGEST_TITLE = 200;

function useEditing(store: CanvasStore, id: string): boolean {
  return useSyncExternalStore(store.subscribe, () => store.get().editing === id);
}

/** A field that opens in place: what is written is kept when it loses the focus, Escape leaves things as they were. */
function useField(store: CanvasStore, id: string, keep: (text: string) => void, endsWithEnter: boolean) {
  const over = useRef(false);
  const end = () => {
    over.current = true;
    store.edit(undefined);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus({ preventScroll: true }));
  };
  return {
    onFocus: (e: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      over.current = false;
      e.target.select();
    },
    onBlur: (e: React.FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (!over.current) {
        over.current = true;
        keep(e.target.value);
        store.edit(undefined);
      }
    },
    onKeyDown: (e: React.KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      e.stopPropagation();
      if (e.key === 'Escape') {
        end();
      } else if (e.key === 'Enter' && (endsWithEnter || e.ctrlKey || e.metaKey)) {
        e.preventDefault();
        keep(e.currentTarget.value);
        end();
      }
    },
  };
}

export const NoteFace = memo(function NoteFace({ data: { note, readOnly }, selected }: NodeProps<NoteNode>) {
  const { store } = useContext(BoardContext);
  const editing = useEditing(store, note.id);
  const write = (text: string, color: string) => {
    if (text !== note.text || color !== note.color) void store.send({ type: 'writeNote', note: note.id, text, color });
  };
  const field = useField(store, note.id, (text) => write(text, note.color), false);
  return (
    <>
      {!readOnly && <NodeResizer isVisible={selected} minWidth={SMALLEST_NOTE.width} minHeight={SMALLEST_NOTE.height}
        onResizeEnd={(_, p) => void store.resize([{ ...note, x: Math.round(p.x), y: Math.round(p.y), width: Math.round(p.width), height: Math.round(p.height) }])} />}
      <div className={`mr-note mr-note-${note.color} ${selected ? 'mr-selected' : ''}`} data-note={note.id} data-color={note.color}>
        {editing ? (
          <textarea className="nodrag nopan nowheel" autoFocus defaultValue={note.text} maxLength={LONGEST_TEXT} aria-label="Text of the note" {...field} />
        ) : (
          <div className="mr-note-text">{note.text ? <NoteText text={note.text} /> : <p className="mr-note-empty">{readOnly ? '' : 'Press Enter to write'}</p>}</div>
        )}
      </div>
      {selected && !readOnly && !editing && (
        <div className="mr-note-colors nodrag nopan" role="group" aria-label="Colour of the note">
          {NOTE_COLORS.map(([color, name]) => (
            <button key={color} type="button" className={`mr-note-${color}`} aria-label={name} title={name} aria-pressed={note.color === color}
              onClick={(e) => { e.stopPropagation(); write(note.text, color); }} />
          ))}
        </div>
      )}
    </>
  );
});

/** The title of a group, which can be written over. */
export function GroupTitle({ group, title, className }: { group: string; title: string; className: string }) {
  const { store } = useContext(BoardContext);
  const editing = useEditing(store, group);
  const field = useField(store, group, (text) => {
    if (text.trim() !== title) void store.send({ type: 'titleGroup', group, title: text.trim() });
  }, true);
  return editing ? <input className="mr-title-input nodrag nopan" autoFocus defaultValue={title} maxLength={LONGEST_TITLE} aria-label="Title of the group" {...field} />
    : <span className={className}>{title || 'Group'}</span>;
}

/** The frame round an open group. Only its head takes the mouse, so that one can work inside it. */
export const FrameFace = memo(function FrameFace({ data: { group }, selected, width, height }: NodeProps<FrameNode>) {
  const { store } = useContext(BoardContext);
  const choose = (e: React.MouseEvent) => {
    const now = store.get().selected;
    const more = e.shiftKey || e.ctrlKey || e.metaKey;
    store.select(!more ? [group.id] : now.has(group.id) ? [...now].filter((id) => id !== group.id) : [...now, group.id]);
  };
  return (
    <div className={`mr-frame ${selected ? 'mr-selected' : ''}`} style={{ width, height }} data-group={group.id}>
      <div className="mr-frame-head" onClick={choose}>
        <button type="button" className="mr-icon-button nodrag nopan" tabIndex={-1} aria-label={`Fold ${group.title || 'the group'}`} title="Fold (H)"
          onClick={(e) => { e.stopPropagation(); void store.send({ type: 'fold', groups: [group.id], folded: true }); store.select([group.id]); }}>
          <Icon name="fold" />
        </button>
        <GroupTitle group={group.id} title={group.title} className="mr-frame-title" />
        <span className="mr-frame-count">{counted(group.nodes.length, 'node')}</span>
      </div>
    </div>
  );
});
