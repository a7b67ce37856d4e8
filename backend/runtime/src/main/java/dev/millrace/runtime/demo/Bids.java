package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.VarCharType;

/**
 * Auction bids in the manner of Nexmark: half of them go to a few hot auctions, three quarters come from a few hot bidders,
 * prices are spread over orders of magnitude. Everything follows from the index alone; event time moves on with the rate.
 */
final class Bids implements DemoRows {
    private static final long serialVersionUID = 1L;
    /** 2015-07-15 00:00 UTC, where Nexmark begins. */
    private static final long BEGIN = 1_436_918_400_000L;
    private static final long USUAL_RATE = 1000;
    private static final String[] CHANNELS = {"Google", "Facebook", "Baidu", "Apple"};
    private static final LogicalType TEXT = new VarCharType(VarCharType.MAX_LENGTH);
    private static final RowType TYPE = RowType.of(
            new LogicalType[] {new BigIntType(), new BigIntType(), new BigIntType(), TEXT, TEXT, new TimestampType(3), TEXT},
            new String[] {"auction", "bidder", "price", "channel", "url", "dateTime", "extra"});

    private final long rowsPerSecond;

    Bids(long rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond > 0 ? rowsPerSecond : USUAL_RATE;
    }

    @Override
    public RowType type() {
        return TYPE;
    }

    @Override
    public GenericRowData at(long index) {
        long random = mix(index);
        long newest = 1000 + index / 15;
        long auction = chance(random, 0, 2) == 0 ? newest / 100 * 100 : newest - Math.min(newest - 1000, chance(random, 8, 100));
        long bidder = chance(random, 16, 4) > 0 ? 1000 + index / 50 / 100 * 100 + 1 : 1000 + chance(random, 20, (int) Math.min(1000, index / 50 + 10));
        long price = Math.round(Math.pow(10, (mix(random) >>> 11) * 0x1.0p-53 * 6) * 100);
        int channel = chance(random, 32, CHANNELS.length * 2);
        String name = channel < CHANNELS.length ? CHANNELS[channel] : "channel-" + chance(random, 36, 10_000);
        long time = BEGIN + Math.floorDiv(index * 1000, rowsPerSecond);
        return GenericRowData.of(auction, bidder, price, StringData.fromString(name),
                StringData.fromString("https://auctions.example/" + Long.toString(random >>> 40, 36) + "/item.htm"),
                TimestampData.fromEpochMillis(time), StringData.fromString(Long.toString(random >>> 1, 36)));
    }

    private static int chance(long random, int shift, int bound) {
        return (int) Long.remainderUnsigned(random >>> shift, bound);
    }

    /** SplitMix64, Steele, Lea and Flood, 2014. */
    private static long mix(long index) {
        long z = (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
