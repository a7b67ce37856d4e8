package dev.millrace.server.kafka;

import dev.millrace.rel.Topic;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the settings of a cluster are called. Sentences are written for the default cluster, whose settings are MILLRACE_KAFKA_…; those of
 * another are millrace.kafka.clusters.NAME.….
 */
record SettingNames(String cluster) {
    private static final Pattern NAME = Pattern.compile("MILLRACE_KAFKA_([A-Z_]+)");

    static final SettingNames PRESET = new SettingNames(Topic.DEFAULT_CLUSTER);

    /** The sentence, for this cluster. */
    String in(String sentence) {
        return cluster.equals(Topic.DEFAULT_CLUSTER) ? sentence : NAME.matcher(sentence).replaceAll(found -> "millrace.kafka.clusters." + cluster + "." + own(found.group(1)));
    }

    private static String own(String name) {
        String dashed = name.toLowerCase(Locale.ROOT).replace('_', '-');
        return dashed.equals("security-protocol") || dashed.equals("bootstrap-servers") ? dashed : dashed.replaceFirst("-", ".");
    }
}
