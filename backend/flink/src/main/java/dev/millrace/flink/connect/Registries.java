package dev.millrace.flink.connect;

import dev.millrace.rel.Rel;
import dev.millrace.runtime.avro.AvroFormat;
import dev.millrace.runtime.source.RecordFormat;
import dev.millrace.server.outside.OutsideSystems;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The schema registries that pipelines may use, by the name under which they are set up. */
public record Registries(Map<String, AvroFormat.Registry> byName) {
    public static final Registries NONE = new Registries(Map.of());

    public Registries {
        byName = Map.copyOf(byName);
    }

    public static Registries of(OutsideSystems systems) {
        var known = new TreeMap<String, AvroFormat.Registry>();
        systems.registries().forEach((name, r) -> known.put(name, new AvroFormat.Registry(name, r.url(), r.user(), r.password())));
        return new Registries(known);
    }

    /** @throws IllegalArgumentException with a sentence for people */
    RecordFormat avro(Rel.Format.Avro avro) {
        return RecordFormat.avro(new AvroFormat(avro.schema().orElse(null), avro.registry().map(this::named).orElse(null)));
    }

    private AvroFormat.Registry named(String name) {
        AvroFormat.Registry registry = byName.get(name);
        if (registry == null) {
            throw new IllegalArgumentException("No schema registry '" + name + "' is set up" + (byName.isEmpty()
                    ? ". Set millrace.registries." + name + ".url, .user and .password where Millrace is started"
                    : "; there is " + String.join(", ", new TreeSet<>(byName.keySet()))));
        }
        return registry;
    }
}
