package dev.millrace.document;

/** A text is no pipeline document; the message says where and why. */
public final class DocumentRefused extends RuntimeException {
    private final String path;

    public DocumentRefused(String message) {
        super(message);
        this.path = "";
    }

    /** About the value at a path such as "nodes.orders.kind". */
    DocumentRefused(String path, String message) {
        super(path + ": " + message);
        this.path = path;
    }

    /** The same with the place in the text before it. */
    DocumentRefused in(YamlValues text) {
        return new DocumentRefused(text.place(path) + getMessage());
    }
}
