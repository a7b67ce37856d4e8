package dev.millrace.server.preview;

import dev.millrace.rel.Scalar;
import dev.millrace.schema.Schema;

/** The value of an expression for a row of a sample, computed by what runs expressions in a deployment. */
public interface RowValues {
    /**
     * Blocks for some seconds at most; interrupting the thread ends it.
     *
     * @param row a JSON object with the columns, as previews give them
     */
    Value of(Scalar expression, Schema columns, String row) throws InterruptedException;

    /** Of an engine, which is asked for a row and an expression as for any plan; answers are remembered. */
    static RowValues by(PreviewEngine engine) {
        return new EngineRowValues(engine);
    }

    sealed interface Value {
        /** @param json the value as JSON, {@code null} for NULL */
        record Found(String json) implements Value {}

        /** The expression fails for this row. @param message why, and what to do */
        record Failed(String message) implements Value {}
    }
}
