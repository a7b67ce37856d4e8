import type { ElkNode } from 'elkjs/lib/elk-api';
import { FRAME_HEAD, FRAME_PAD } from './folding';
import { GAP, GRID, inputTop, NODE_WIDTH, nodeHeight, outputTop } from './shape';
import type { WireGraph, WireNode, WirePlace } from './wire';

/** Lays the drawing out from left to right. The layouter is large, so it is fetched when first asked for and runs in a worker. */
export async function autoLayout(graph: WireGraph): Promise<WirePlace[]> {
  const [{ default: ELK }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  const known = new Set(graph.nodes.map((n) => n.id));
  const open = graph.groups.filter((g) => !g.folded && g.nodes.some((n) => known.has(n)));
  const grouped = new Set(open.flatMap((g) => g.nodes));
  try {
    const laidOut = await elk.layout({
      id: 'root',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'RIGHT',
        'elk.layered.spacing.nodeNodeBetweenLayers': String(GAP),
        'elk.spacing.nodeNode': '40',
        'elk.spacing.componentComponent': '60',
        'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
        'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
        'elk.layered.nodePlacement.favorStraightEdges': 'true',
        // What is in one group stays together.
        ...(open.length > 0 ? { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } : {}),
      },
      children: [
        ...graph.nodes.filter((n) => !grouped.has(n.id)).map(child),
        ...open.map((g) => ({
          id: g.id, children: graph.nodes.filter((n) => g.nodes.includes(n.id)).map(child),
          layoutOptions: { 'elk.padding': `[top=${FRAME_HEAD},left=${FRAME_PAD},bottom=${FRAME_PAD},right=${FRAME_PAD}]` },
        })),
      ],
      edges: graph.edges.filter((e) => known.has(e.from.node) && known.has(e.to.node))
        .filter((e) => hasEnds(graph, e.from, e.to))
        .map((e) => ({ id: e.id, sources: [`${e.from.node}.${e.from.port}:out`], targets: [`${e.to.node}.${e.to.port}:in`] })),
    });
    return placed(laidOut, 40, 40);
  } finally {
    elk.terminateWorker();
  }
}

/** @param x where the parent stands; places inside a group count from its corner */
function placed(parent: ElkNode, x: number, y: number): WirePlace[] {
  const snap = (value: number) => Math.round(value / GRID) * GRID;
  return (parent.children ?? []).flatMap((c) => {
    const at = { x: x + (c.x ?? 0), y: y + (c.y ?? 0) };
    return c.children ? placed(c, at.x, at.y) : [{ id: c.id, x: snap(at.x), y: snap(at.y) }];
  });
}

function child(n: WireNode): ElkNode {
  return {
    id: n.id,
    width: NODE_WIDTH,
    height: nodeHeight(n),
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      ...n.inputs.map((p, i) => ({ id: `${n.id}.${p.name}:in`, x: 0, y: inputTop(i), layoutOptions: { 'elk.port.side': 'WEST' } })),
      ...n.outputs.map((p) => ({ id: `${n.id}.${p.name}:out`, x: NODE_WIDTH, y: outputTop(n, p.name), layoutOptions: { 'elk.port.side': 'EAST' } })),
    ],
  };
}

/** An edge may outlive its port, such as a router's branch that was renamed; the layouter would refuse it. */
function hasEnds(graph: WireGraph, from: { node: string; port: string }, to: { node: string; port: string }): boolean {
  return graph.nodes.some((n) => n.id === from.node && n.outputs.some((p) => p.name === from.port))
    && graph.nodes.some((n) => n.id === to.node && n.inputs.some((p) => p.name === to.port));
}
