package dev.millrace.pipeline;

/** Why an edit cannot be made, said to the person who made it. */
public final class EditRefused extends RuntimeException {
    public EditRefused(String reason) {
        super(reason);
    }
}
