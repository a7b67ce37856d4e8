package dev.millrace.ui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Words {
    private Words() {}

    /** 12.4 k, 3.1 M. */
    public static String count(double value) {
        if (value >= 999_950_000) {
            return String.format(Locale.ROOT, "%.1f G", value / 1e9);
        }
        if (value >= 999_950) {
            return String.format(Locale.ROOT, "%.1f M", value / 1e6);
        }
        if (value >= 10_000) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        return value < 10 && value != Math.rint(value) ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
    }

    public static String bytes(long bytes) {
        if (bytes >= 1L << 30) {
            return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
        }
        if (bytes >= 1L << 20) {
            return String.format(Locale.ROOT, "%.1f MB", bytes / (double) (1L << 20));
        }
        return bytes >= 1L << 10 ? String.format(Locale.ROOT, "%.1f kB", bytes / 1024.0) : bytes + " B";
    }

    /** "3 min", "2 h 5 min": the two largest units. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    public static String ago(Instant then) {
        Duration since = Duration.between(then, Instant.now());
        return since.toSeconds() < 2 ? "just now" : duration(since) + " ago";
    }

    /** As {@link #ago} for pages with many of them, to which each text that changes is sent: in steps of ten seconds. */
    public static String agoRoughly(Instant then, Instant now) {
        Duration since = roughly(Duration.between(then, now));
        return since.isZero() ? "just now" : duration(since) + " ago";
    }

    /** The same without its odd seconds, never less than none. */
    public static Duration roughly(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        return Duration.ofSeconds(seconds - seconds % 10);
    }
}
