package dev.millrace.ui.help;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import dev.millrace.kind.NodeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;

/**
 * What a kind does, by an example: rows in and out, the document, and the SQL. It is the kind's page of the documentation, docs/kinds/KIND.md,
 * without what only a Markdown viewer draws.
 */
public final class KindHelp extends Dialog {
    private static final String PAGES = "/help/kinds/";
    private static final String FENCE = "```";

    private KindHelp(NodeKind kind, String page) {
        setHeaderTitle(kind.title());
        setModal(false);
        setDraggable(true);
        setResizable(true);
        setWidth("680px");
        setHeight("70%");
        var content = new Div();
        content.addClassName("kind-help");
        content.getElement().setAttribute("tabindex", "0");
        content.getElement().setAttribute("role", "region");
        content.getElement().setAttribute("aria-label", "Example of " + kind.title());
        fill(content, page);
        add(content);
        var close = new Button("Close", e -> close());
        // Escape closes what has the focus.
        addAttachListener(e -> close.focus());
        getFooter().add(close);
    }

    /** Opens the kind's example; empty where there is none, as for fragments. */
    public static Optional<Button> button(NodeKind kind) {
        if (KindHelp.class.getResource(file(kind)) == null) {
            return Optional.empty();
        }
        var button = new Button("Example", e -> new KindHelp(kind, page(kind)).open());
        button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        button.setAriaLabel("Example of " + kind.title());
        button.setTooltipText("Rows in and out, and the same in SQL");
        return Optional.of(button);
    }

    private static String file(NodeKind kind) {
        return PAGES + kind.id() + ".md";
    }

    private static String page(NodeKind kind) {
        try (InputStream file = KindHelp.class.getResourceAsStream(file(kind))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Div content, String page) {
        Iterator<String> lines = page.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith(FENCE)) {
                String block = block(lines);
                if (!line.equals(FENCE + "mermaid")) {
                    var text = new Pre(block);
                    text.getElement().setAttribute("tabindex", "0");
                    content.add(text);
                }
            } else if (line.startsWith("## ")) {
                content.add(new H3(line.substring("## ".length())));
            } else if (!line.isBlank() && !line.startsWith("# ") && !line.startsWith("[")) {
                var words = new Paragraph(line.replace("**", "").replace("`", ""));
                words.addClassName(line.startsWith("**") ? "field-label" : "help-words");
                content.add(words);
            }
        }
    }

    private static String block(Iterator<String> lines) {
        var block = new StringBuilder();
        for (String line = lines.next(); !line.equals(FENCE); line = lines.next()) {
            block.append(line).append('\n');
        }
        return block.toString();
    }
}
