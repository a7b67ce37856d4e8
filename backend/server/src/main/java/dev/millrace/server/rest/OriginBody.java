package dev.millrace.server.rest;

import dev.millrace.server.templates.Templates;
import java.util.List;
import java.util.Optional;

/**
 * What a pipeline was made from.
 *
 * @param newest the newest version that there is; null where none is newer
 * @param changes what is different in it, in sentences
 */
record OriginBody(String template, int version, Integer newest, List<String> changes) {
    static OriginBody of(Templates.Origin from, Optional<Templates.Newer> newer) {
        return new OriginBody(from.template(), from.version(), newer.map(n -> n.newest().version()).orElse(null), newer.map(Templates.Newer::changes).orElse(List.of()));
    }
}
