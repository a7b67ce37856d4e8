package dev.millrace.ui.columns;

import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.InMemoryUploadHandler;
import dev.millrace.server.columns.Columns;
import dev.millrace.ui.shell.Notices;
import java.nio.charset.StandardCharsets;

/** A JSON Schema or an Avro schema from a file. */
final class FileOrigin extends Origin {
    FileOrigin(ColumnOrigins origins, Reading reading) {
        super("Schema file", reading);
        var handler = new InMemoryUploadHandler((metadata, bytes) -> {
            String text = new String(bytes, StandardCharsets.UTF_8);
            getUI().ifPresent(ui -> ui.access(() -> read(() -> origins.columns().ofSchema(text))));
        }) {
            @Override public long getFileSizeMax() {
                return Columns.LONGEST_TEXT;
            }

            @Override public long getRequestSizeMax() {
                return Columns.LONGEST_TEXT + 10_000L;
            }
        };
        var upload = new Upload(handler);
        upload.setMaxFiles(1);
        upload.setMaxFileSize(Columns.LONGEST_TEXT);
        upload.setAcceptedFileTypes(".json", ".avsc", "application/json");
        upload.addFileRejectedListener(e -> Notices.warn("This file is not taken: " + e.getErrorMessage()));
        add(upload, help("A JSON Schema (.json) or an Avro schema (.avsc), of at most 1 MB."));
    }
}
