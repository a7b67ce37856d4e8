package dev.millrace.server.outside;

import java.util.List;

/** The schema registries that are set up, for people to look into. Calls block for some seconds at most. */
public interface SchemaRegistries {
    /** Stands for the newest version of a subject. */
    String LATEST = "latest";

    /** Names, sorted. */
    List<String> names();

    /** By name, sorted. @throws UnknownOutside where no such registry is set up @throws OutsideUnavailable where it does not answer */
    List<String> subjects(String registry);

    /** Oldest first. @throws UnknownOutside where there is no such subject */
    List<Integer> versions(String registry, String subject);

    /** @param version a number, or {@link #LATEST} @throws UnknownOutside where there is no such subject or version */
    Registered schema(String registry, String subject, String version);

    /** The schema with that number, whatever it is called. @throws UnknownOutside where there is none */
    Registered schema(String registry, int id);

    /** What a schema is written in. */
    enum Language { AVRO, JSON, PROTOBUF }

    /** @param version 0 where it was asked for by its number @param text the schema itself */
    record Registered(int id, int version, Language language, String text) {}
}
