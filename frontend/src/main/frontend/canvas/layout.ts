import type { ElkNode } from 'elkjs/lib/elk-api';
import { GAP, GRID, inputTop, NODE_WIDTH, nodeHeight, outputTop } from './shape';
import type { WireGraph, WirePlace } from './wire';

/** Lays the drawing out from left to right. The layouter is large, so it is fetched when first asked for and runs in a worker. */
export async function autoLayout(graph: WireGraph): Promise<WirePlace[]> {
  const [{ default: ELK }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  const known = new Set(graph.nodes.map((n) => n.id));
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
      },
      children: graph.nodes.map((n) => ({
        id: n.id,
        width: NODE_WIDTH,
        height: nodeHeight(n),
        layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
        ports: [
          ...n.inputs.map((p, i) => ({ id: `${n.id}.${p.name}:in`, x: 0, y: inputTop(i), layoutOptions: { 'elk.port.side': 'WEST' } })),
          ...n.outputs.map((p) => ({ id: `${n.id}.${p.name}:out`, x: NODE_WIDTH, y: outputTop(n, p.name), layoutOptions: { 'elk.port.side': 'EAST' } })),
        ],
      })),
      edges: graph.edges.filter((e) => known.has(e.from.node) && known.has(e.to.node))
        .filter((e) => hasEnds(graph, e.from, e.to))
        .map((e) => ({ id: e.id, sources: [`${e.from.node}.${e.from.port}:out`], targets: [`${e.to.node}.${e.to.port}:in`] })),
    });
    const snap = (value: number | undefined) => Math.round(((value ?? 0) + 40) / GRID) * GRID;
    return (laidOut.children ?? []).map((c: ElkNode) => ({ id: c.id, x: snap(c.x), y: snap(c.y) }));
  } finally {
    elk.terminateWorker();
  }
}

/** An edge may outlive its port, such as a router's branch that was renamed; the layouter would refuse it. */
function hasEnds(graph: WireGraph, from: { node: string; port: string }, to: { node: string; port: string }): boolean {
  return graph.nodes.some((n) => n.id === from.node && n.outputs.some((p) => p.name === from.port))
    && graph.nodes.some((n) => n.id === to.node && n.inputs.some((p) => p.name === to.port));
}
