package dev.millrace.ui.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.InMemoryUploadHandler;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes one file after the other, each of so many bytes at most, which both the browser and the server look after. What became of a file is
 * said by whoever takes it; so there is no list of files, and the next can be chosen at once.
 */
public final class LimitedUpload extends Upload {
    /** What a request has beside the file. */
    private static final long AROUND = 10_000;

    /**
     * @param button what is written on it
     * @param taken given the file, with the page's lock
     * @param refused given why a file is not taken, in words
     * @param types endings or types of files, such as .yaml
     */
    public LimitedUpload(String button, int mostBytes, Consumer<byte[]> taken, Consumer<String> refused, String... types) {
        setUploadHandler(new InMemoryUploadHandler((metadata, bytes) -> getUI().ifPresent(ui -> ui.access(() -> taken.accept(bytes)))) {
            @Override public long getFileSizeMax() {
                return mostBytes;
            }

            @Override public long getRequestSizeMax() {
                return mostBytes + AROUND;
            }
        });
        setMaxFiles(1);
        setMaxFileSize(mostBytes);
        setAcceptedFileTypes(types);
        setUploadButton(new Button(button));
        setDropLabel(new Span("or drop it here"));
        addAllFinishedListener(e -> clearFileList());
        addFileRejectedListener(e -> refused.accept("This file is not taken: " + e.getErrorMessage()));
    }

    /** Of text. */
    public static LimitedUpload ofText(int mostBytes, Consumer<String> taken, Consumer<String> refused, String... types) {
        return new LimitedUpload("Choose a file", mostBytes, bytes -> taken.accept(new String(bytes, StandardCharsets.UTF_8)), refused, types);
    }
}
