package dev.millrace.runtime.jdbc;

import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.util.InstantiationUtil;

/**
 * A part of a table, and how far it was read.
 *
 * @param from the smallest value of the column that parts the table; null: no bound
 * @param to the first value that is not in this part; null: no bound
 * @param after key of the last row that was read, as text; empty: none was
 */
record TablePart(String id, BigInteger from, BigInteger to, List<String> after) implements SourceSplit, Serializable {
    private static final long serialVersionUID = 1L;

    TablePart {
        after = List.copyOf(after);
    }

    /** All of it. */
    static TablePart whole() {
        return new TablePart("0", null, null, List.of());
    }

    /**
     * Parts without a gap, the outer ones without bound, so that no row is in none of them.
     *
     * @param min null where there is no value
     */
    static List<TablePart> between(BigDecimal min, BigDecimal max, int parts) {
        if (min == null || parts < 2) {
            return List.of(whole());
        }
        BigInteger low = min.setScale(0, RoundingMode.FLOOR).toBigInteger();
        BigInteger width = max.setScale(0, RoundingMode.FLOOR).toBigInteger().subtract(low).add(BigInteger.ONE);
        List<TablePart> cut = new ArrayList<>();
        BigInteger from = null;
        for (int i = 1; i <= parts; i++) {
            BigInteger to = i == parts ? null : low.add(width.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(parts)));
            if (to == null || !to.equals(from) && !to.equals(low)) {
                cut.add(new TablePart(Integer.toString(i), from, to, List.of()));
                from = to;
            }
        }
        return cut;
    }

    TablePart readUpTo(List<String> key) {
        return new TablePart(id, from, to, key);
    }

    @Override
    public String splitId() {
        return id;
    }

    /** Parts, or lists of them, in checkpoints. */
    static final class Saved<T> implements SimpleVersionedSerializer<T> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(T parts) throws IOException {
            return InstantiationUtil.serializeObject(parts);
        }

        @Override
        public T deserialize(int version, byte[] saved) throws IOException {
            try {
                return InstantiationUtil.deserializeObject(saved, TablePart.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IOException("A part of a table in a checkpoint cannot be read", e);
            }
        }
    }
}
