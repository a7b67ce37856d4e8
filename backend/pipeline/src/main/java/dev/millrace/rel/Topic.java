package dev.millrace.rel;

import java.util.Comparator;

/** A Kafka topic, and the name of the cluster that has it. */
public record Topic(String cluster, String name) implements Comparable<Topic> {
    /** The cluster that is meant where none is named. */
    public static final String DEFAULT_CLUSTER = "default";

    private static final Comparator<Topic> ORDER = Comparator.comparing(Topic::cluster).thenComparing(Topic::name);

    /** Behind a sentence about something on a cluster: nothing for the default one. */
    public static String on(String cluster) {
        return cluster.equals(DEFAULT_CLUSTER) ? "" : " on '" + cluster + "'";
    }

    @Override public int compareTo(Topic other) {
        return ORDER.compare(this, other);
    }

    /** As people read it: the cluster is said where it is not the default one. */
    @Override public String toString() {
        return "'" + name + "'" + on(cluster);
    }
}
