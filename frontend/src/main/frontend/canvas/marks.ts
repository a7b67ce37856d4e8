import type { NodeChange, NodePositionChange } from '@xyflow/react';
import { frame, FRAME_HEAD, FRAME_PAD } from './folding';
import type { FrameNode, NoteNode } from './MarkFaces';
import type { FaceNode } from './NodeFace';
import { snapped } from './shape';
import type { WireGroup, WireNote, WirePlace } from './wire';
import { spokenGroup, spokenNote } from './words';

/** Notes and frames as React Flow takes them. */

/** What is kept while it is moved; frames follow from it. */
export type Moved = FaceNode | NoteNode;
export type Drawn = Moved | FrameNode;

export function face(node: Moved | undefined): FaceNode | undefined {
  return node?.type === 'face' ? node : undefined;
}

export function noteNode(note: WireNote, known: Moved | undefined, selected: boolean, readOnly: boolean): NoteNode {
  if (known?.type === 'note' && known.data.note === note && known.data.readOnly === readOnly && known.selected === selected) {
    return known;
  }
  return {
    ...(known?.type === 'note' ? known : {}), id: note.id, type: 'note', data: { note, readOnly }, selected, zIndex: -1, ariaLabel: spokenNote(note),
    position: known?.dragging ? known.position : { x: note.x, y: note.y }, width: note.width, height: note.height, handles: [],
    measured: { width: note.width, height: note.height }, domAttributes: { tabIndex: 0 },
  };
}

export function frames(groups: WireGroup[], nodes: Moved[], selected: ReadonlySet<string>, readOnly: boolean): FrameNode[] {
  return groups.filter((g) => !g.folded).flatMap((group) => {
    const bounds = around(group, nodes);
    return bounds ? [{
      id: group.id, type: 'frame' as const, data: { group, readOnly }, selected: selected.has(group.id), selectable: false, zIndex: -2, dragHandle: '.mr-frame-head',
      position: { x: bounds.x, y: bounds.y }, width: bounds.width, height: bounds.height, measured: { width: bounds.width, height: bounds.height }, handles: [],
      style: { pointerEvents: 'none' as const }, ariaLabel: spokenGroup(group), domAttributes: { tabIndex: 0 },
    }] : [];
  });
}

function around(group: WireGroup, nodes: Moved[]) {
  const inside = new Set(group.nodes);
  const members = nodes.flatMap((n) => (n.type === 'face' && inside.has(n.id) ? [{ ...n.position, outputs: n.data.node.outputs, inputs: n.data.node.inputs }] : []));
  return members.length > 0 ? frame(members) : undefined;
}

/** A frame that moves takes its nodes along. */
export function withMembers(changes: NodeChange<Drawn>[], nodes: Moved[], groups: WireGroup[]): NodeChange<Drawn>[] {
  const own = new Set(changes.flatMap((c) => (c.type === 'position' ? [c.id] : [])));
  return changes.flatMap((change): NodeChange<Drawn>[] => {
    const group = change.type === 'position' ? groups.find((g) => g.id === change.id && !g.folded) : undefined;
    if (!group || change.type !== 'position') {
      return [change];
    }
    const from = around(group, nodes);
    return nodes.filter((n) => group.nodes.includes(n.id) && !own.has(n.id)).map((n): NodePositionChange => ({
      type: 'position', id: n.id, dragging: change.dragging,
      ...(change.position && from ? { position: { x: n.position.x + change.position.x - from.x, y: n.position.y + change.position.y - from.y } } : {}),
    }));
  });
}

/** Where something was let go; for a frame, where the corner of what is in it is then. */
export function place(node: Drawn): WirePlace {
  const { x, y } = node.position;
  return { id: node.id, ...snapped(node.type === 'frame' ? { x: x + FRAME_PAD, y: y + FRAME_HEAD } : { x, y }) };
}
