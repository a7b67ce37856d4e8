import { grouped, short } from './numbers';
import type { EdgeNumbers } from './live';
import { CHANGELOG_WORDS, title } from './words';
import type { WireEdge, WireGraph, WireKind } from './wire';

const MOST = 14;

interface Props {
  edge: WireEdge;
  graph: WireGraph;
  kinds: ReadonlyMap<string, WireKind>;
  numbers: EdgeNumbers | undefined;
  x: number;
  y: number;
}

/** What runs over an edge: its columns and types, how many rows, and of a sample the row that came last. */
export function EdgeTip({ edge, graph, kinds, numbers, x, y }: Props) {
  const source = graph.nodes.find((n) => n.id === edge.from.node);
  const newest = numbers?.newest;
  const port = source?.outputs.find((p) => p.name === edge.from.port);
  return (
    <div className="mr-tip" role="tooltip" style={{ left: x + 14, top: y + 14 }} data-testid="canvas-edge-tip">
      <div className="mr-tip-head">
        <strong>{source ? title(source, kinds.get(source.kind)) : edge.from.node}</strong>
        {port && source && source.outputs.length > 1 && <span> · {port.title}</span>}
      </div>
      {numbers && <div className="mr-tip-numbers">{grouped(numbers.total)} rows{numbers.perSecond < 0 ? ' of the sample' : `, ${short(numbers.perSecond)} per second`}</div>}
      {edge.columns.length === 0 ? <div className="mr-tip-none">The columns are not known yet.</div> : (
        <table>
          {newest && (
            <thead>
              <tr><th>Column</th><th>Type</th><th>Newest row{newest.kind === '-D' ? ', taken back' : ''}</th><th /></tr>
            </thead>
          )}
          <tbody>
            {edge.columns.slice(0, MOST).map((c) => (
              <tr key={c.name}>
                <td>{c.name}</td>
                <td>{c.type}</td>
                {newest && <td className={newest.values[c.name] == null ? 'mr-tip-null' : 'mr-tip-value'}>{newest.values[c.name] == null ? 'NULL' : String(newest.values[c.name])}</td>}
                <td>{[c.eventTime ? 'event time' : '', c.key ? 'key' : '', c.nullable ? '' : 'never empty'].filter(Boolean).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {edge.columns.length > MOST && <div className="mr-tip-none">and {edge.columns.length - MOST} more</div>}
      {edge.columns.length > 0 && CHANGELOG_WORDS[edge.changelog] && <div className="mr-tip-none">Carries {CHANGELOG_WORDS[edge.changelog]}.</div>}
    </div>
  );
}
