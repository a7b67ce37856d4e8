package dev.millrace.server.deployment;

import java.time.Duration;
import java.util.Locale;

/**
 * What it takes to fill a node's state anew.
 *
 * @param records that its topics still hold
 * @param perSecond records that are read in a second
 * @param measured whether that was seen of the deployment before; otherwise it is assumed
 */
public record Refill(long records, double perSecond, boolean measured) {
    /** About how long it takes. */
    public Duration time() {
        return Duration.ofMillis(Math.round(1000 * records / perSecond));
    }

    /** "About 3 minutes for 1.2 million records, …". */
    public String inWords() {
        String rate = count(Math.round(perSecond)) + " a second";
        return "About " + inWords(time()) + " for " + count(records) + (records == 1 ? " record" : " records")
                + (measured ? ", by the " + rate + " that were read so far" : ", if " + rate + " are read: nothing was measured yet");
    }

    private static String inWords(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
        return seconds < 90 ? of(seconds, "second") : seconds < 5400 ? of(Math.round(seconds / 60.0), "minute")
                : seconds < 172_800 ? of(Math.round(seconds / 3600.0), "hour") : of(Math.round(seconds / 86_400.0), "day");
    }

    private static String of(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s");
    }

    private static String count(long n) {
        return n >= 999_500_000 ? String.format(Locale.ROOT, "%.1f billion", n / 1e9) : n >= 999_500 ? String.format(Locale.ROOT, "%.1f million", n / 1e6)
                : String.format(Locale.ROOT, "%,d", n);
    }
}
