package dev.millrace.ui.designer;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Text to read, copy and download. */
final class TextSheet extends Div {
    private final Div actions = new Div();

    /** @param file name of the download @param type its media type @param help one sentence above the text */
    TextSheet(String text, String file, String type, String help) {
        var copy = new Button("Copy", e -> getElement().executeJs("navigator.clipboard && navigator.clipboard.writeText($0)", text));
        copy.addThemeVariants(ButtonVariant.LUMO_SMALL);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var download = new Anchor(DownloadHandler.fromInputStream(e -> new DownloadResponse(new ByteArrayInputStream(bytes), file, type, bytes.length)), "Download");
        actions.add(copy, download);
        actions.addClassName("document-actions");
        var words = new Paragraph(help);
        words.addClassName("field-help");
        var sheet = new Pre(text);
        sheet.addClassName("document");
        add(actions, words, sheet);
    }

    /** Another thing that can be done with the text, beside its download. */
    void offer(Component action) {
        actions.add(action);
    }
}
