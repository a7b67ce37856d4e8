package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;

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

    private final long rowsPerSecond;

    Bids(long rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond > 0 ? rowsPerSecond : USUAL_RATE;
    }

    @Override
    public GenericRowData at(long index) {
        long random = Chance.at(index);
        long newest = 1000 + index / 15;
        long auction = Chance.below(random, 0, 2) == 0 ? newest / 100 * 100 : newest - Math.min(newest - 1000, Chance.below(random, 8, 100));
        long bidder = Chance.below(random, 16, 4) > 0 ? 1000 + index / 50 / 100 * 100 + 1 : 1000 + Chance.below(random, 20, (int) Math.min(1000, index / 50 + 10));
        long price = Math.round(Math.pow(10, (Chance.at(random) >>> 11) * 0x1.0p-53 * 6) * 100);
        int channel = Chance.below(random, 32, CHANNELS.length * 2);
        String name = channel < CHANNELS.length ? CHANNELS[channel] : "channel-" + Chance.below(random, 36, 10_000);
        long time = BEGIN + Math.floorDiv(index * 1000, rowsPerSecond);
        return GenericRowData.of(auction, bidder, price, StringData.fromString(name),
                StringData.fromString("https://auctions.example/" + Long.toString(random >>> 40, 36) + "/item.htm"),
                TimestampData.fromEpochMillis(time), StringData.fromString(Long.toString(random >>> 1, 36)));
    }
}
