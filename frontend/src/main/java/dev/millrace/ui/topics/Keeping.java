package dev.millrace.ui.topics;

import dev.millrace.server.kafka.Retention;
import dev.millrace.ui.shell.Words;
import java.util.ArrayList;

/** What a topic keeps, in words. */
final class Keeping {
    private Keeping() {}

    /** "7 d", "for ever", "newest of each key", "newest of each key, for 7 d". */
    static String words(Retention retention) {
        var words = new ArrayList<String>();
        if (retention.cleanup().compacts()) {
            words.add("newest of each key");
        }
        if (retention.cleanup().deletes()) {
            String time = retention.keep().map(k -> Words.duration(k).replaceFirst(" 0 (h|min)$", "")).orElse("for ever");
            words.add(words.isEmpty() || retention.keep().isEmpty() ? time : "for " + time);
            retention.keepBytes().ifPresent(b -> words.add("up to " + Words.bytes(b) + " a partition"));
        }
        return String.join(", ", words);
    }
}
