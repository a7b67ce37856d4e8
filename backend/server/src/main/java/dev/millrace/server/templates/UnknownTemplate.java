package dev.millrace.server.templates;

/** No such template. */
public final class UnknownTemplate extends RuntimeException {
    public UnknownTemplate(String id) {
        super("There is no template '" + id + "'");
    }
}
