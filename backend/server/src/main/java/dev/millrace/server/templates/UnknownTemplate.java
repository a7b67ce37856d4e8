package dev.millrace.server.templates;

/** No such template, or none that the one who asks may see. */
public final class UnknownTemplate extends RuntimeException {
    public UnknownTemplate(String id) {
        super("There is no template '" + shortened(id) + "'. It may have been withdrawn, or kept by its author");
    }

    public UnknownTemplate(String id, int version) {
        super("There is no version " + version + " of the template '" + shortened(id) + "'");
    }

    private static String shortened(String id) {
        return id.length() <= 80 ? id : id.substring(0, 79) + "…";
    }
}
