package dev.millrace.server.metrics;

import dev.millrace.pipeline.NodeId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * What readings of all nodes of a deployment come to, and how that is packed: some thirty bytes for a node, of which there are many.
 *
 * <pre>
 *   nodes │ id │ which series │ readings  mean  least  most │ …        all compressed
 * </pre>
 *
 * Values are packed with 8 bits of fraction, which is exact to a fifth of a percent: more than a chart can show. Not for several threads.
 */
final class NodeSums {
    /** Their places are stored: new ones go to the end, and at most 16 fit. */
    private static final List<Series> PACKED = List.of(Series.ROWS_IN, Series.ROWS_OUT, Series.REJECTED, Series.LATE, Series.LAG, Series.WATERMARK_DELAY, Series.BUSY,
            Series.BACK_PRESSURED, Series.STATE_BYTES, Series.LATENCY_MEDIAN, Series.LATENCY_WORST);
    private static final int CUT = 15;
    private static final int MOST_READINGS = 0xffff;

    private final Map<NodeId, Map<Series, Sum>> nodes = new TreeMap<>();

    private static final class Sum {
        private long readings;
        private double sum;
        private double least = Double.POSITIVE_INFINITY;
        private double most;

        private void add(long times, double mean, double low, double high) {
            readings += times;
            sum += mean * times;
            least = Math.min(least, low);
            most = Math.max(most, high);
        }
    }

    void add(LiveMetrics live) {
        live.nodes().forEach((node, numbers) -> {
            for (Series series : PACKED) {
                numbers.value(series, live.at()).ifPresent(value -> sum(node, series).add(1, value, value, value));
            }
        });
    }

    private Sum sum(NodeId node, Series series) {
        return nodes.computeIfAbsent(node, n -> new EnumMap<>(Series.class)).computeIfAbsent(series, s -> new Sum());
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    Map<NodeId, Map<Series, NodeMoment.Seen>> seen() {
        var seen = new HashMap<NodeId, Map<Series, NodeMoment.Seen>>();
        nodes.forEach((node, sums) -> {
            var of = new EnumMap<Series, NodeMoment.Seen>(Series.class);
            sums.forEach((series, s) -> of.put(series, new NodeMoment.Seen(s.readings, new Moment.Spread(s.sum / s.readings, s.least, s.most))));
            seen.put(node, of);
        });
        return seen;
    }

    byte[] pack() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeShort(nodes.size());
            for (var node : nodes.entrySet()) {
                out.writeUTF(node.getKey().value());
                int known = 0;
                for (int i = 0; i < PACKED.size(); i++) {
                    known |= node.getValue().containsKey(PACKED.get(i)) ? 1 << i : 0;
                }
                out.writeShort(known);
                for (Series series : PACKED) {
                    Sum sum = node.getValue().get(series);
                    if (sum != null) {
                        out.writeShort((int) Math.min(MOST_READINGS, sum.readings));
                        out.writeShort(packed(sum.sum / sum.readings));
                        out.writeShort(packed(sum.least));
                        out.writeShort(packed(sum.most));
                    }
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static NodeSums unpack(byte[] packed) {
        var sums = new NodeSums();
        try (var in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(packed)))) {
            for (int n = in.readUnsignedShort(); n > 0; n--) {
                var node = new NodeId(in.readUTF());
                int known = in.readUnsignedShort();
                for (int i = 0; i < Short.SIZE; i++) {
                    if ((known & 1 << i) != 0) {
                        int readings = in.readUnsignedShort();
                        double mean = unpacked(in.readUnsignedShort());
                        double least = unpacked(in.readUnsignedShort());
                        double most = unpacked(in.readUnsignedShort());
                        // What a newer version has added is passed over.
                        if (i < PACKED.size()) {
                            sums.sum(node, PACKED.get(i)).add(readings, mean, least, most);
                        }
                    }
                }
            }
            return sums;
        } catch (IOException damaged) {
            throw new UncheckedIOException("The history of nodes that is stored cannot be read", damaged);
        }
    }

    /** The upper bits of a float that is not negative: 8 of its exponent and 8 of its fraction, rounded. */
    private static int packed(double value) {
        return Float.floatToIntBits((float) Math.max(0, value)) + (1 << CUT - 1) >>> CUT;
    }

    private static double unpacked(int bits) {
        return Float.intBitsToFloat(bits << CUT);
    }
}
