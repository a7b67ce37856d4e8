package dev.millrace.server.deployment;

import java.util.Map;
import java.util.Objects;

/**
 * Where a job finds the values of live parameters that are set while it runs, and those that hold when it is planned.
 *
 * @param topic holds changes, each as JSON with the parameter's name, the version and the value
 * @param version of the values that nobody has set: all changes of before are older
 * @param set the values that somebody has set, by name of the parameter
 */
public record LiveFeed(String topic, long version, Map<String, Value> set) {
    public LiveFeed {
        Objects.requireNonNull(topic);
        set = Map.copyOf(set);
    }

    /** @param value as text: a number, true or false, a point in time, or any text */
    public record Value(String value, long version) {}
}
