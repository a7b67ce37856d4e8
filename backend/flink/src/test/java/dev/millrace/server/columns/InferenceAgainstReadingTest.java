package dev.millrace.server.columns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.flink.connect.Registries;
import dev.millrace.flink.connect.TestRegistry;
import dev.millrace.flink.connect.TrialReads;
import dev.millrace.rel.Rel;
import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import dev.millrace.server.columns.Proposal.Proposed;
import dev.millrace.server.columns.RecordTrial.Entry;
import dev.millrace.server.columns.RecordTrial.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is proposed says how many values fit. The job's own reading has the last word on that, so both must say the same of any values. */
class InferenceAgainstReadingTest {
    private static final List<String> VALUES = List.of("1", "-7", "0", "2.5", "1.0", "1e3", "1e400", "-0.0", "9223372036854775807", "9223372036854775808",
            "12345678901234567890123", "1700000000000", "true", "false", "null", "\"\"", "\"a\"", "\" 12 \"", "\"007\"", "\"+5\"", "\"1.5\"", "\"1e5\"", "\"NaN\"", "\"1d\"",
            "\"TRUE\"", "\"2026-01-01\"", "\"2026-02-30\"", "\"2026-01-01 10:00:00\"", "\"2026-01-01T10:00\"", "\"2026-01-01T10:00:00.123456789Z\"", "\"2026-01-01 24:00:00\"",
            "\"2026-01-01T10:00:00+02:00\"", "\"2026-01-01T10:00:00+0200\"", "\"0000-01-01\"", "[]", "[1]", "[1,\"x\"]", "[[true]]", "{}", "{\"a\":1}", "{\"a\":\"x\",\"b\":[{}]}");
    private static final TrialReads TRIAL = new TrialReads(Registries.NONE);

    private static List<Fault> faults(Rel.Format format, List<Column> columns, List<Entry> records) {
        return TRIAL.faults(new Rel.KafkaScan("default", List.of("t"), Optional.empty(), Schema.of(columns), Duration.ZERO, Optional.empty(), new Rel.StartFrom.Earliest(), format, Map.of(), false),
                records);
    }

    private static void agree(Proposal proposal, Rel.Format format, List<Entry> records, String seed) {
        List<Fault> faults = faults(format, proposal.columns().stream().map(c -> Column.of(c.name(), c.type())).toList(), records);
        for (Proposed column : proposal.columns()) {
            long misfits = faults.stream().filter(f -> f.column().equals(column.name())).count();
            var seen = column.seen().orElseThrow();
            assertThat(seen.values() - seen.fitting()).as(seed + ": misfits of " + column.name() + " as " + column.type() + " in "
                    + records.stream().map(r -> new String(r.value(), StandardCharsets.UTF_8)).toList() + ", " + faults).isEqualTo((int) misfits);
        }
        assertThat(faults.stream().filter(f -> f.column().isEmpty()).count()).as(seed + ": unreadable, " + faults).isEqualTo(proposal.unreadable());
    }

    private static Entry entry(String value) {
        return new Entry(null, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Mostly one value, so that a few others are misfits and not a mixture. */
    private static String pick(Random random, String usual) {
        return random.nextInt(12) > 0 ? usual : VALUES.get(random.nextInt(VALUES.size()));
    }

    @Test
    void jsonIsProposedAsItIsRead() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var usual = List.of(VALUES.get(random.nextInt(VALUES.size())), VALUES.get(random.nextInt(VALUES.size())), VALUES.get(random.nextInt(VALUES.size())));
            var records = new ArrayList<Entry>();
            for (int i = 0; i < 40; i++) {
                String record = "{\"a\":" + pick(random, usual.get(0)) + ",\"b\":" + pick(random, usual.get(1)) + (random.nextInt(9) == 0 ? "" : ",\"c\":" + pick(random, usual.get(2))) + "}";
                records.add(entry(random.nextInt(40) == 0 ? record.substring(1) : record));
            }
            agree(Readings.json("t", records), new Rel.Format.Json(), records, "seed " + seed);
        }
    }

    @Test
    void csvIsProposedAsItIsRead() {
        List<String> fields = List.of("1", "2", "2.5", "", "\"\"", "x", "true", "007", "2026-01-01", "2026-01-01 10:00:00", "\"a,b\"", "\"say \"\"x\"\"\"", "1e5", "NaN", "9223372036854775808");
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            var usual = List.of(fields.get(random.nextInt(fields.size())), fields.get(random.nextInt(fields.size())));
            var records = new ArrayList<Entry>();
            for (int i = 0; i < 40; i++) {
                String one = random.nextInt(12) > 0 ? usual.get(0) : fields.get(random.nextInt(fields.size()));
                String other = random.nextInt(12) > 0 ? usual.get(1) : fields.get(random.nextInt(fields.size()));
                records.add(entry(switch (random.nextInt(40)) {
                    case 0 -> one;
                    case 1 -> "x" + '"' + "," + other;
                    case 2 -> "\"open," + other;
                    default -> one + "," + other + (random.nextBoolean() ? "\r\n" : "");
                }));
            }
            var format = new Rel.Format.Csv(List.of("a", "b"), ',', false);
            Proposal proposal = Readings.csv("t", records, format.fields(), ',');
            agree(proposal, format, records, "seed " + seed);
        }
    }

    @Test
    void faultsNameTheColumnsThatCauseThem() {
        var columns = List.of(new Column("id", LogicalType.BIGINT, false), Column.of("price", LogicalType.DOUBLE));
        List<Fault> faults = faults(new Rel.Format.Json(), columns, List.of(entry("{\"id\":1,\"price\":2}"), entry("{\"id\":\"x\",\"price\":[]}"), entry("{\"price\":1}"), entry("{"),
                new Entry(null, null)));
        assertThat(faults).extracting(f -> f.record() + " " + f.column() + ": " + f.reason()).containsExactly("1 id: expected BIGINT, found text \"x\"",
                "1 price: expected DOUBLE, found a list", "2 id: required, but missing", "3 : Not valid JSON: the record ends in the middle", "4 : The record is empty");
    }

    /** Each column asks a registry for itself, but only once however many records there are. */
    @Test
    void recordsOfARegistryAreTriedByTheirSchemas() throws Exception {
        try (var registry = new TestRegistry()) {
            var registries = new Registries(Map.of("main", registry.address()));
            byte[] one = registry.record("{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"id\", \"type\": \"long\"}, {\"name\": \"name\", \"type\": \"string\"}]}",
                    new byte[] {2, 2, 'x'});
            var records = new ArrayList<Entry>();
            for (int i = 0; i < 50; i++) {
                records.add(new Entry(null, one));
            }
            records.add(entry("{}"));
            var scan = new Rel.KafkaScan("default", List.of("t"), Optional.empty(), Schema.of(List.of(Column.of("id", LogicalType.BIGINT), Column.of("name", LogicalType.INT))), Duration.ZERO,
                    Optional.empty(), new Rel.StartFrom.Earliest(), new Rel.Format.Avro(Optional.empty(), Optional.of("main")), Map.of(), false);
            List<Fault> faults = new TrialReads(registries).faults(scan, records);
            assertThat(faults).hasSize(51);
            assertThat(faults.subList(0, 50)).allSatisfy(f -> assertThat(f.column()).isEqualTo("name"));
            assertThat(faults.getLast().column()).isEmpty();
            assertThat(registry.asked()).isLessThan(10);
        }
    }
}
