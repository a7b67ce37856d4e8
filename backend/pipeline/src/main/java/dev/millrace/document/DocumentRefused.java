package dev.millrace.document;

/** A text is no pipeline document; the message says where and why. */
public final class DocumentRefused extends RuntimeException {
    public DocumentRefused(String message) {
        super(message);
    }
}
