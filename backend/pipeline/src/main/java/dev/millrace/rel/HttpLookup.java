package dev.millrace.rel;

import dev.millrace.schema.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Each row with what a service answers for it, once. Rows without an answer are {@link Failed}.
 *
 * @param service name under which it is set up
 * @param path what stands behind its address
 * @param added columns that are fields of the answer, by the names they have in both
 * @param missingIsEmpty that the service knows nothing (404) gives NULLs, and is no failure
 * @param schema columns of the input, then those added
 */
public record HttpLookup(Rel in, String service, List<Part> path, List<String> added, boolean missingIsEmpty, Lookup.Remembering remembering,
        Lookup.Asking asking, Breaker breaker, Schema schema) implements Rel.Outside {
    public HttpLookup {
        path = List.copyOf(path);
        added = List.copyOf(added);
    }

    /** A piece of a path: as it stands, or the value of a column. */
    public sealed interface Part {
        record Literal(String text) implements Part {}

        record Value(String column) implements Part {}
    }

    /** After so many failures in a row the service is not asked for a while. */
    public record Breaker(int failures, Duration pause) {}

    @Override public List<Rel> inputs() {
        return List.of(in);
    }

    /** Columns of the input that decide what is asked. */
    public Set<String> reads() {
        return path.stream().filter(Part.Value.class::isInstance).map(p -> ((Part.Value) p).column()).collect(Collectors.toSet());
    }

    /** The same for other columns of both sides; the columns of the schema decide what is added. */
    public HttpLookup over(Rel other, Schema cut) {
        return new HttpLookup(other, service, path, added.stream().filter(cut.names()::contains).toList(), missingIsEmpty, remembering, asking, breaker, cut);
    }

    /** Rows of the input as they came, with the reason. */
    public record Failed(HttpLookup lookup) implements Rel.Outside {
        @Override public Schema schema() {
            return Lookup.failed(lookup.in().schema());
        }
        @Override public List<Rel> inputs() {
            return lookup.inputs();
        }
    }
}
