import type { ElkNode } from 'elkjs/lib/elk-api';
import { NODE_WIDTH, nodeHeight } from './graph';
import type { WireGraph } from './wire';

/** Lays the drawing out from left to right. The layouter is large, so it is fetched when first asked for and runs in a worker. */
export async function autoLayout(graph: WireGraph): Promise<{ id: string; x: number; y: number }[]> {
  const [{ default: ELK }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new ELK({ workerFactory: () => new Worker(workerUrl) });
  try {
    const laidOut = await elk.layout({
      id: 'root',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'RIGHT',
        'elk.layered.spacing.nodeNodeBetweenLayers': '90',
        'elk.spacing.nodeNode': '40',
        'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
        'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
      },
      children: graph.nodes.map((n) => ({
        id: n.id,
        width: NODE_WIDTH,
        height: nodeHeight(n),
        layoutOptions: { 'elk.portConstraints': 'FIXED_ORDER' },
        ports: [
          ...n.inputs.map((p) => ({ id: `${n.id}.${p.name}:in`, layoutOptions: { 'elk.port.side': 'WEST' } })),
          ...n.outputs.map((p, i) => ({ id: `${n.id}.${p.name}:out`, layoutOptions: { 'elk.port.side': 'EAST', 'elk.port.index': String(i) } })),
        ],
      })),
      edges: graph.edges.map((e) => ({ id: e.id, sources: [`${e.from.node}.${e.from.port}:out`], targets: [`${e.to.node}.${e.to.port}:in`] })),
    });
    return (laidOut.children ?? []).map((c: ElkNode) => ({ id: c.id, x: Math.round((c.x ?? 0) + 40), y: Math.round((c.y ?? 0) + 40) }));
  } finally {
    elk.terminateWorker();
  }
}
