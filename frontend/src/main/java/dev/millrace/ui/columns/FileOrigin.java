package dev.millrace.ui.columns;

import dev.millrace.server.columns.Columns;
import dev.millrace.ui.shell.LimitedUpload;
import dev.millrace.ui.shell.Notices;

/** A JSON Schema or an Avro schema from a file. */
final class FileOrigin extends Origin {
    FileOrigin(ColumnOrigins origins, Reading reading) {
        super("Schema file", reading);
        add(LimitedUpload.ofText(Columns.LONGEST_TEXT, text -> read(() -> origins.columns().ofSchema(text)), Notices::warn, ".json", ".avsc", "application/json"),
                help("A JSON Schema (.json) or an Avro schema (.avsc), of at most 1 MB."));
    }
}
