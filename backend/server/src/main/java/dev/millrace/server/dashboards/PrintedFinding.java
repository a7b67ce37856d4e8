package dev.millrace.server.dashboards;

import dev.millrace.pipeline.NodeId;
import dev.millrace.server.Subscription;
import dev.millrace.server.deployment.DeploymentId;
import dev.millrace.server.deployment.PrintedRow;
import dev.millrace.server.metrics.PrintedRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of the rows that a log sink of a running job writes. Only some of them come by, and what came by while somebody looked is kept. */
final class PrintedFinding implements Finding {
    private final Query query;
    private final Ring ring = new Ring();
    private final Subscription subscription;
    private Instant newest = Instant.EPOCH;
    private final Map<PrintedRow, Integer> atNewest = new HashMap<>();
    private volatile long unreadable;
    private volatile long retracted;

    PrintedFinding(Query query, DeploymentId deployment, NodeId node, PrintedRows printed) {
        this.query = query;
        this.subscription = printed.listen(deployment, node, this::take);
    }

    /** @param rows all that there are, oldest first, with those that were there before */
    synchronized void take(List<PrintedRow> rows) {
        var seen = new HashMap<>(atNewest);
        for (PrintedRow row : rows) {
            boolean before = row.at().isBefore(newest) || row.at().equals(newest) && seen.merge(row, -1, Integer::sum) >= 0;
            if (before) {
                continue;
            }
            if (row.at().isAfter(newest)) {
                newest = row.at();
                atNewest.clear();
            }
            atNewest.merge(row, 1, Integer::sum);
            add(row);
        }
    }

    private void add(PrintedRow row) {
        if (row.kind().equals("-U") || row.kind().equals("-D")) {
            retracted++;
            return;
        }
        Optional<Map<String, Object>> columns = RowText.columns(row.row());
        if (columns.isEmpty()) {
            unreadable++;
        } else {
            ring.add(new Row(row.at(), Optional.empty(), columns.get(), false));
        }
    }

    @Override public Figures now() {
        Instant now = Instant.now();
        Instant from = now.minus(query.options().window());
        ring.forget(from);
        Ring.Content content = ring.content();
        Instant since = content.rows().isEmpty() ? now : content.rows().getFirst().at();
        Aggregation.Result result = Aggregation.of(query, content.rows(), now, since);
        var notes = new ArrayList<String>();
        notes.add(content.rows().isEmpty() ? "Waiting for rows" : "Of " + Aggregation.said(content.rows().size(), "row") + " that the Log sink let by while somebody looked");
        if (unreadable > 0) {
            notes.add(Aggregation.said(unreadable, "row") + " too long to be read");
        }
        if (retracted > 0) {
            notes.add(Aggregation.said(retracted, "row") + " that took others back left out");
        }
        notes.addAll(result.notes());
        return new Figures(now, result.times(), result.lines(), Optional.empty(), notes, content.columns(), Optional.empty());
    }

    @Override public void close() {
        subscription.close();
    }
}
