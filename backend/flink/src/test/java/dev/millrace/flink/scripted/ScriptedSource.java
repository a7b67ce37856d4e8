package dev.millrace.flink.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.source.legacy.RichParallelSourceFunction;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

/**
 * Plays written steps, each split in its own order, and remembers in checkpoints how far it came. A split waits at a gate until
 * the test opens it, so that a test decides what is read before a savepoint and what after.
 */
public final class ScriptedSource extends RichParallelSourceFunction<RowData> implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;
    private static final Map<String, List<List<Step>>> SCRIPTS = new ConcurrentHashMap<>();
    private static final Set<String> GATES = ConcurrentHashMap.newKeySet();
    private static final Object OPENED = new Object();

    public sealed interface Step {
        record Emit(String key, long value, long at) implements Step {}

        record Mark(long at) implements Step {}

        record Gate(String name) implements Step {}

        /** The copy holds back nobody's watermark until it has rows again. */
        record Idle() implements Step {}

        /** The split has no more rows; a source whose splits have all ended lets the job finish. */
        record End() implements Step {}
    }

    private final String script;
    private final Map<Integer, Integer> positions = new TreeMap<>();
    private transient ListState<Tuple2<Integer, Integer>> saved;
    private volatile boolean running = true;

    public ScriptedSource(String script) {
        this.script = script;
    }

    public static void write(String script, List<List<Step>> splits) {
        SCRIPTS.put(script, splits);
    }

    public static void open(String script, String gate) {
        GATES.add(script + "/" + gate);
        synchronized (OPENED) {
            OPENED.notifyAll();
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        saved = context.getOperatorStateStore().getUnionListState(
                new ListStateDescriptor<>("positions", Types.TUPLE(Types.INT, Types.INT)));
        int copies = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        int me = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
        for (int split = 0; split < SCRIPTS.get(script).size(); split++) {
            if (split % copies == me) {
                positions.put(split, 0);
            }
        }
        for (var position : saved.get()) {
            positions.computeIfPresent(position.f0, (split, zero) -> position.f1);
        }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        List<Tuple2<Integer, Integer>> now = new ArrayList<>();
        positions.forEach((split, position) -> now.add(Tuple2.of(split, position)));
        saved.update(now);
    }

    @Override
    public void run(SourceContext<RowData> context) throws Exception {
        Map<Integer, Long> marks = new TreeMap<>();
        Set<Integer> ended = new TreeSet<>();
        boolean progressed = true;
        while (running && !ended.containsAll(positions.keySet())) {
            if (!progressed) {
                // Every split of this copy waits at a gate, or has ended.
                synchronized (OPENED) {
                    if (running) {
                        OPENED.wait(100);
                    }
                }
            }
            progressed = false;
            for (int split : positions.keySet()) {
                List<Step> steps = SCRIPTS.get(script).get(split);
                int position = positions.get(split);
                if (position == steps.size()) {
                    continue;
                }
                Step step = steps.get(position);
                if (step instanceof Step.Gate g && !GATES.contains(script + "/" + g.name())) {
                    continue;
                }
                progressed = true;
                synchronized (context.getCheckpointLock()) {
                    switch (step) {
                        case Step.Emit e -> context.collectWithTimestamp(GenericRowData.of(StringData.fromString(e.key()), e.value(),
                                TimestampData.fromEpochMillis(e.at())), e.at());
                        case Step.Mark m -> {
                            marks.put(split, m.at());
                            if (marks.size() == positions.size()) {
                                context.emitWatermark(new Watermark(marks.values().stream().min(Long::compare).orElseThrow()));
                            }
                        }
                        case Step.Idle i -> context.markAsTemporarilyIdle();
                        case Step.Gate g -> { }
                        case Step.End e -> ended.add(split);
                    }
                    positions.put(split, position + 1);
                }
            }
        }
    }

    @Override
    public void cancel() {
        running = false;
        synchronized (OPENED) {
            OPENED.notifyAll();
        }
    }
}
